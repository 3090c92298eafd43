// @ts-check
/** The basket: a sheet on a phone, an always open column on a tablet. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { discountWords, quantityOf, stars } from './parts.js';
import { formatVnd } from './money.js';
import { formatQuantity, ONE } from './quantity.js';
import { productOf, removeLine, setQuantity, totals } from './baskets.js';
import { payButton } from './paybutton.js';
import { open, repaint } from './screens.js';
import { state } from './state.js';
import { typedQuantity } from './typed.js';

/** The column: head, lines, footer. */
export function basketPart() {
  const n = state.basket.lines.length;
  return html`<section class="basket" aria-label="${t('Basket')}">
    <header class="head">
      <button id="basket-close" class="icon-button phone" data-do="shut" aria-label="${t('Close')}">${icon('down')}</button>
      <h2>${t('Basket')} <small>· ${t('{n} items', { n })}</small></h2>
      <button class="outlined" data-do="hold" ${n === 0 && html`disabled`}>${icon('hold')}<span>${t('Hold sale')}</span>${hint('F4')}</button>
    </header>
    <ul class="lines" tabindex="-1">${rows()}</ul>
    ${footer(n)}
  </section>`;
}

/** What taps in the basket do. */
export const lineActions = {
  shut() {
    state.basketOpen = false;
    repaint();
    /** @type {HTMLElement | null} */ (document.querySelector('.basket-button'))?.focus();
  },
  line: (/** @type {DOMStringMap} */ { line }) => edit('line', line),
  weigh(/** @type {DOMStringMap} */ { line }) {
    const found = lineOf(line);
    if (found) void open('weight', goodsOf(found), found);
  },
  count: (/** @type {DOMStringMap} */ { line }) => edit('quantity', line),
  less: (/** @type {DOMStringMap} */ { line }) => step(Number(line), -ONE),
  more: (/** @type {DOMStringMap} */ { line }) => step(Number(line), ONE),
  remove: (/** @type {DOMStringMap} */ { line }) => removeLine(Number(line)),
  discount: () => open('discount'),
  note: () => open('note'),
  hold: () => open('hold'),
  pay: () => open('pay'),
};

/** One more or one less; the last one goes out. @param {number} key @param {number} milli */
export function step(key, milli) {
  const line = lineOf(String(key));
  if (!line) return;
  if (line.quantity_milli + milli <= 0) removeLine(key);
  else setQuantity(key, line.quantity_milli + milli);
}

/** @param {string} sheet @param {string} [key] */
function edit(sheet, key) {
  const found = lineOf(key);
  if (found) void open(sheet, found);
}

/** @param {string} [key] */
function lineOf(key) {
  return state.basket.lines.find((line) => line.key === Number(key));
}

/** The goods of a line; what the line says when they left the catalogue. @param {import('./basket.js').Line} line */
export function goodsOf(line) {
  return productOf(line.product_id) ?? { ...line, id: line.product_id, price_vnd: line.unit_price_vnd, stars: 0 };
}

function rows() {
  const sums = totals().lines;
  const all = state.basket.lines.map((line, at) => row(line, sums[at]));
  [...state.removed].sort((one, other) => one.at - other.at).forEach(({ line, at }) => all.splice(at, 0, removedRow(line)));
  return all;
}

/** @param {import('./basket.js').Line} line @param {import('./totals.js').PricedLine} sums */
function row(line, sums) {
  const net = sums.gross_vnd - sums.line_discount_vnd;
  return html`<li class="line ${line.key === state.selected && 'selected'}" data-key="${line.key}">
    <button class="line-left" data-do="line" data-line="${line.key}">
      <b>${line.name}</b>
      <span class="meta">${stars(goodsOf(line).stars)}<span>${formatVnd(line.unit_price_vnd)}/${line.unit}</span>
        ${line.discount && html`<span class="off">${discountWords(line.discount)}</span>`}
        ${line.note && html`<span class="note">${icon('note')}${line.note}</span>`}</span>
    </button>
    <div class="line-right">
      <p>${line.discount && html`<s>${formatVnd(sums.gross_vnd)}</s>`} <b>${formatVnd(net)}</b></p>
      ${line.sold_by === 'weight' ? weightButton(line) : stepper(line)}
    </div>
  </li>`;
}

/** @param {import('./basket.js').Line} line */
function weightButton(line) {
  return html`<div class="frame"><button class="whole" data-do="weigh" data-line="${line.key}"><b>${quantityOf(line)}</b>${icon('pencil')}</button></div>`;
}

/** @param {import('./basket.js').Line} line */
function stepper(line) {
  const last = line.quantity_milli <= ONE;
  const typed = line.key === state.selected && typedQuantity();
  return html`<div class="frame stepper">
    <button data-do="less" data-repeats data-line="${line.key}" aria-label="${last ? t('Remove item') : t('One less')}">${icon(last ? 'bin' : 'minus')}</button>
    <button data-do="count" data-line="${line.key}" aria-label="${t('Quantity')} ${formatQuantity(line.quantity_milli)}"><b>${typed || formatQuantity(line.quantity_milli)}</b></button>
    <button data-do="more" data-repeats data-line="${line.key}" aria-label="${t('One more')}">${icon('plus')}</button>
  </div>`;
}

/** @param {import('./basket.js').Line} line */
function removedRow(line) {
  return html`<li class="removed" data-key="removed-${line.key}"><span>${t('Removed {name}', { name: line.name })}</span>
    <button class="text-button" data-do="undo" data-line="${line.key}">${t('Undo')}</button></li>`;
}

/** @param {number} n */
function footer(n) {
  const sums = totals();
  const off = sums.discount_vnd > 0;
  return html`<footer>
    <div class="two">
      <button class="outlined" data-do="discount" ${n === 0 && html`disabled`}>${icon('percent')}<span>${t('Discount')}</span>${hint('F8')}</button>
      <button class="outlined" data-do="note" ${n === 0 && html`disabled`}>${icon('note')}<span>${t('Note')}</span>${hint('F9')}</button>
    </div>
    ${off && html`<p class="sum"><span>${t('Subtotal')} ${formatVnd(sums.subtotal_vnd)}</span><b class="off">${t('{amount} off', { amount: formatVnd(sums.discount_vnd) })}</b></p>`}
    ${state.basket.note && html`<p class="sum"><span>${icon('note')} ${state.basket.note}</span></p>`}
    ${state.basket.cash_taken_vnd > 0 && html`<p class="sum taken">${t('{amount} cash already taken', { amount: formatVnd(state.basket.cash_taken_vnd) })}</p>`}
    ${payButton()}
  </footer>`;
}

/** @param {string} key */
function hint(key) {
  return state.usesKeyboard && html`<kbd>${key}</kbd>`;
}
