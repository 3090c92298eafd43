// @ts-check
/** Small pieces of markup that many screens use. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { formatVnd } from './money.js';
import { formatQuantity, formatWeight } from './quantity.js';

/** An amount with its đ. @param {number} amount */
export function vnd(amount) {
  return html`${formatVnd(amount)}<span class="dong">&nbsp;đ</span>`;
}

/** @param {number} stars 0 draws nothing */
export function stars(stars) {
  const star = html`<svg class="star" aria-hidden="true"><use href="#i-star"></use></svg>`;
  return (
    stars > 0 &&
    html`<span class="stars" role="img" aria-label="${t('{n} stars', { n: stars })}">${Array(stars).fill(star)}</span>`
  );
}

/** `2 vỉ` or `0,450 kg`. @param {{sold_by: string, unit: string, quantity_milli: number}} line */
export function quantityOf(line) {
  const number = line.sold_by === 'weight' ? formatWeight : formatQuantity;
  return `${number(line.quantity_milli)} ${line.unit}`;
}

/** `Giảm 10%` or `Giảm 9.000`. @param {import('./basket.js').Discount | null} discount */
export function discountWords(discount) {
  if (!discount) return null;
  if (discount.kind === 'amount') return t('{amount} off', { amount: formatVnd(discount.amount_vnd) });
  return t('{percent}% off', { percent: formatQuantity(discount.percent_milli) });
}

/** The one blue button. @param {string} action @param {unknown} words @param {{icon?: string, off?: unknown}} [look] */
export function primary(action, words, look = {}) {
  return html`<button class="primary" data-do="${action}" data-primary ${look.off ? html`disabled` : ''}>
    ${look.icon && icon(look.icon)}<span>${words}</span></button>`;
}

/** @param {string} kind wait, fault, done or plain @param {string} name of the icon @param {unknown} words */
export function band(kind, name, words) {
  return html`<p class="band ${kind}">${icon(name)}<span>${words}</span></p>`;
}

/** `10:42` of a moment. @param {string | number} at */
export function clockTime(at) {
  const form = new Intl.DateTimeFormat('vi', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' });
  return form.format(new Date(at));
}

/** `2026-11-21`: the business day of a moment. @param {number} [at] */
export function dayOf(at = Date.now()) {
  return new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Ho_Chi_Minh' }).format(at);
}

/** `21/11/2026` of a date written 2026-11-21. @param {string} day */
export function dateWords(day) {
  return day.slice(0, 10).split('-').reverse().join('/');
}
