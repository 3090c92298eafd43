// @ts-check
/** One tile: name, stars or scale, price, and how much of it is in the basket. */

import { html, icon } from './html.js';
import { formatVnd } from './money.js';
import { stars } from './parts.js';
import { formatQuantity } from './quantity.js';
import { state } from './state.js';

const MILLION = 1_000_000;
/** @type {WeakMap<any, {milli: number, markup: any}>} */
const made = new WeakMap();

/** The tile, made anew only when it changed. @param {any} product */
export function tile(product) {
  const milli = inBasket(product.id);
  const last = made.get(product);
  if (last?.milli === milli) return last.markup;
  const markup = tileMarkup(product, milli);
  made.set(product, { milli, markup });
  return markup;
}

/** @param {any} product @param {number} milli */
function tileMarkup(product, milli) {
  const unit = html`<span class="unit">/${product.unit}</span>`;
  const long = product.price_vnd >= MILLION;
  return html`<button class="tile ${milli && 'in'}" data-do="add" data-id="${product.id}" data-key="${product.id}">
    <span class="tile-name">${product.name}</span>
    <span class="tile-marks">${product.sold_by === 'weight' ? icon('scale') : stars(product.stars)}${long && unit}</span>
    <span class="tile-price"><b>${formatVnd(product.price_vnd)}</b>${!long && unit}</span>
    ${milli > 0 && html`<span class="badge">${formatQuantity(milli)}</span>`}
  </button>`;
}

/** @param {string} id */
function inBasket(id) {
  return state.basket.lines.reduce((sum, line) => sum + (line.product_id === id ? line.quantity_milli : 0), 0);
}
