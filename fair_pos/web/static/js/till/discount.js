// @ts-check
/** Discounts: of a line or of the basket, by percent or amount, within what the seller may give. */

import { t } from './texts.js';
import { html } from './html.js';
import { change } from './baskets.js';
import { discountBasket, discountLine, noteLine } from './basket.js';
import { formatVnd, readAmount, typeKey } from './money.js';
import { noteField } from './asides.js';
import { pad, padKey, typeQuantity } from './pad.js';
import { band, primary } from './parts.js';
import { formatQuantity, lineAmount, parseQuantity } from './quantity.js';
import { close, open, repaint } from './screens.js';
import { discountLimit, state } from './state.js';
import { price } from './totals.js';

const QUICK = { percent: ['5', '10', '15', '20'], amount: ['5000', '10000', '20000', '50000'] };

/** The line's own discount and note. @param {import('./basket.js').Line} line */
export function line(line) {
  const note = noteField(line.note);
  const gross = lineAmount(line.unit_price_vnd, line.quantity_milli);
  return form(line.name, line.discount, gross, note, (discount) => {
    change(noteLine(discountLine(state.basket, line.key, discount), line.key, note.text()));
  });
}

/** The discount of the whole sale. */
export function discount() {
  const { subtotal_vnd: gross } = price({ ...state.basket, discount: null });
  return form(t('Discount'), state.basket.discount, gross, null, (discount) => {
    change({ ...state.basket, ...discountBasket(state.basket, discount) });
  });
}

/**
 * @param {string} title
 * @param {import('./basket.js').Discount | null} before
 * @param {number} gross what it is taken from
 * @param {ReturnType<typeof noteField> | null} note
 * @param {(discount: import('./basket.js').Discount | null) => void} apply
 */
function form(title, before, gross, note, apply) {
  /** @type {'percent' | 'amount'} */
  let kind = before?.kind ?? 'percent';
  let typed = written(before);
  let fresh = true;
  let reason = state.basket.discount_reason;
  const value = () => read(kind, typed);
  const percent = () => percentOf(value(), gross);
  const isAbove = () => percent() > discountLimit();
  const isTooMuch = () => percent() > 100;

  /** @param {string} sign */
  function press(sign) {
    const now = fresh && sign !== 'back' ? '' : typed;
    typed = kind === 'percent' ? typeQuantity(now, sign) : sign === ',' ? now : typeKey(now, sign);
    fresh = false;
    repaint();
  }
  function confirm() {
    if (isTooMuch() || (isAbove() && !reason.trim())) return;
    if (!isAbove()) {
      close();
      apply(value());
      return;
    }
    void open('approve', t('Discount above the limit'), (/** @type {any} */ approval) => {
      close();
      change({ ...state.basket, approval, discount_reason: reason.trim() });
      apply(value());
    });
  }
  const words = () => (kind === 'percent' ? `${typed || '0'}%` : formatVnd(readAmount(typed) ?? 0));
  return {
    title,
    markup: () => html`${note?.markup()}
      <div class="tabs inner" role="tablist" aria-label="${t('Discount')}">
        <button role="tab" data-do="kind" data-kind="percent" aria-selected="${kind === 'percent'}">${t('By percent')}</button>
        <button role="tab" data-do="kind" data-kind="amount" aria-selected="${kind === 'amount'}">${t('By amount')}</button></div>
      <div class="adders">${QUICK[kind].map((one) => html`<button class="outlined ${one === typed && 'chosen'}" data-do="quick" data-value="${one}">${kind === 'percent' ? `${one}%` : formatVnd(Number(one))}</button>`)}</div>
      <p class="due discount-now"><span>${t('Discount')}</span><strong class="fig-28">${words()}</strong></p>
      ${isAbove() && html`${band('fault', 'warn', t('Above the limit ({percent}%). Booth lead’s PIN needed.', { percent: discountLimit() }))}
        <div class="field"><input data-input="reason" maxlength="80" autocomplete="off" value="${state.basket.discount_reason}"
          aria-label="${t('Reason')}" placeholder="${t('Reason')}"></div>`}
      ${pad(kind === 'percent' ? ',' : '000')}
      ${primary('confirm', t('Done'), { icon: 'check', off: isTooMuch() || (isAbove() && !reason.trim()) })}`,
    actions: {
      ...note?.actions,
      kind(/** @type {DOMStringMap} */ data) {
        kind = data.kind === 'amount' ? 'amount' : 'percent';
        typed = '';
        repaint();
      },
      quick(/** @type {DOMStringMap} */ data) {
        typed = typed === data.value ? '' : (data.value ?? '');
        fresh = true;
        repaint();
      },
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
      reason(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        reason = /** @type {HTMLInputElement} */ (field).value;
        repaint();
      },
      confirm,
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/** @param {import('./basket.js').Discount | null} discount */
function written(discount) {
  if (!discount) return '';
  return discount.kind === 'percent' ? formatQuantity(discount.percent_milli) : String(discount.amount_vnd);
}

/** @param {'percent' | 'amount'} kind @param {string} typed @returns {import('./basket.js').Discount | null} */
function read(kind, typed) {
  if (kind === 'percent') {
    const milli = parseQuantity(typed.replace(/,$/, '') || '0');
    return milli ? { kind, percent_milli: milli } : null;
  }
  const amount = readAmount(typed) ?? 0;
  return amount ? { kind, amount_vnd: amount } : null;
}

/** @param {import('./basket.js').Discount | null} discount @param {number} gross */
function percentOf(discount, gross) {
  if (!discount) return 0;
  if (discount.kind === 'percent') return discount.percent_milli / 1000;
  return gross ? (discount.amount_vnd / gross) * 100 : 0;
}
