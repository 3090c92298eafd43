// @ts-check
/** What the booth knows of goods, and how many of them. */

import { t } from './texts.js';
import { html } from './html.js';
import { add, setQuantity } from './baskets.js';
import { formatVnd } from './money.js';
import { pad, padKey, typeQuantity } from './pad.js';
import { dateWords, primary, stars } from './parts.js';
import { formatQuantity, parseQuantity } from './quantity.js';
import { close, open, repaint } from './screens.js';

/** Price, stars, certificate, and a pad for the number. @param {any} goods */
export function product(goods) {
  const amount = numberPad('');
  const weighed = goods.sold_by === 'weight';
  return {
    title: goods.name,
    scans: true,
    markup: () => html`<div class="card facts">
        <p><span>${t('Price')}</span><b>${formatVnd(goods.price_vnd)}/${goods.unit}</b></p>
        ${goods.pack && html`<p><span>${t('Pack')}</span><b>${goods.pack}</b></p>`}
        <p><span>${goods.exhibitor_name}</span></p>
        <p>${stars(goods.stars)} <span>${starWords(goods)}</span></p>
      </div>
      ${weighed ? html`<div class="grow"></div>` : amount.markup()}
      ${primary('confirm', weighed ? t('Weigh') : t('Add to basket'), { icon: weighed ? 'scale' : 'check', off: !weighed && !amount.milli() })}`,
    actions: {
      ...amount.actions,
      confirm() {
        close();
        if (weighed) void open('weight', goods);
        else add(goods, amount.milli());
      },
    },
    key: (/** @type {KeyboardEvent} */ event) => !weighed && amount.key(event),
  };
}

/** Another number for a line. @param {import('./basket.js').Line} line */
export function quantity(line) {
  const amount = numberPad(formatQuantity(line.quantity_milli));
  return {
    title: line.name,
    scans: true,
    markup: () => html`${amount.markup()}${primary('confirm', t('Done'), { icon: 'check', off: !amount.milli() })}`,
    actions: {
      ...amount.actions,
      confirm() {
        if (!amount.milli()) return;
        close();
        setQuantity(line.key, amount.milli());
      },
    },
    key: amount.key,
  };
}

/** How many notes of a kind. @param {number} note @param {number} before @param {(note: number, number: number) => void} set */
export function notes(note, before, set) {
  const amount = numberPad(String(before));
  return {
    title: formatVnd(note),
    markup: () => html`${amount.markup()}${primary('confirm', t('Done'), { icon: 'check' })}`,
    actions: {
      ...amount.actions,
      confirm() {
        close();
        set(note, amount.milli() / 1000);
      },
    },
    key: amount.key,
  };
}

/** @param {string} before what stands there until the first key */
function numberPad(before) {
  let typed = before;
  let fresh = true;
  /** @param {string} sign */
  function press(sign) {
    if (sign === ',') return;
    typed = typeQuantity(fresh && sign !== 'back' ? '' : typed, sign);
    fresh = false;
    repaint();
  }
  return {
    milli: () => parseQuantity(typed || '0') ?? 0,
    markup: () => html`<div class="card due"><span>${t('Quantity')}</span><strong class="fig-44">${typed || '0'}</strong></div>
      <div class="grow"></div>${pad('')}`,
    actions: { key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? '') },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/** @param {any} goods */
function starWords(goods) {
  if (!goods.stars) return goods.stars_reason;
  return t('OCOP {n} stars, valid until {day}', { n: goods.stars, day: dateWords(goods.expires_on) });
}

