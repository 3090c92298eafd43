// @ts-check
/** The open basket and the held ones: every change is kept on the device and painted. */

import * as basket from './basket.js';
import { newBasket, state } from './state.js';
import { remove, write } from './store.js';
import { repaint } from './screens.js';
import { vibrate } from './feel.js';
import { say } from './live.js';
import { formatQuantity, ONE } from './quantity.js';

export const UNDO_MS = 5000;

/** The goods of the catalogue by id. @param {string} id */
export function productOf(id) {
  return state.catalogue.products.find((/** @type {any} */ one) => one.id === id);
}

/** The sums of the open basket. */
export function totals() {
  return basket.price(state.basket);
}

/** @param {any} product of the catalogue @param {number} [quantityMilli] */
export function add(product, quantityMilli = ONE) {
  const goods = { ...product, product_id: product.id };
  const next = basket.addProduct(state.basket, goods, quantityMilli);
  const same = next.lines.filter((line) => line.product_id === product.id);
  const line = same[same.length - 1];
  state.selected = line.key;
  change(next);
  vibrate(15);
  say(`${line.name}, ${formatQuantity(line.quantity_milli)} ${line.unit}`);
}

/** @param {number} key @param {number} quantityMilli */
export function setQuantity(key, quantityMilli) {
  change(basket.setQuantity(state.basket, key, quantityMilli));
}

/** Takes a line out; it can come back in its own place for five seconds. @param {number} key */
export function removeLine(key) {
  const at = state.basket.lines.findIndex((line) => line.key === key);
  if (at < 0) return;
  state.removed.push({ line: state.basket.lines[at], at, until: Date.now() + UNDO_MS });
  setTimeout(forgetRemoved, UNDO_MS + 20);
  if (state.selected === key) state.selected = null;
  change(basket.removeLine(state.basket, key));
}

/** Brings a removed line back. @param {number} [key] without: the last one */
export function undoRemove(key) {
  const found = state.removed.find((one) => one.line.key === key) ?? state.removed.at(-1);
  if (!found) return;
  state.removed = state.removed.filter((one) => one !== found);
  change(basket.restoreLine(state.basket, found.line, found.at));
}

/** Ends the undo of lines whose time is over. @param {number} [now] */
export function forgetRemoved(now = Date.now()) {
  state.removed = state.removed.filter((one) => one.until > now);
  repaint();
}

/** @param {import('./state.js').OpenBasket | basket.Basket} next */
export function change(next) {
  state.basket = { ...state.basket, ...next };
  void write('baskets', state.basket);
  repaint();
}

/** Puts the open basket aside under a name. @param {string} name */
export function hold(name) {
  if (state.basket.lines.length === 0) return;
  change({ ...state.basket, name, held_at: new Date().toISOString() });
  state.held = [...state.held, state.basket];
  start(newBasket());
}

/** Takes a held basket back; the open one, if it has goods, is held instead. @param {string} id */
export function resume(id) {
  const found = state.held.find((one) => one.id === id);
  if (!found) return;
  hold('');
  state.held = state.held.filter((one) => one.id !== id);
  start({ ...found, held_at: '' });
}

/** @param {string} id */
export function dropHeld(id) {
  state.held = state.held.filter((one) => one.id !== id);
  void remove('baskets', id);
  repaint();
}

/** @param {import('./state.js').OpenBasket} held */
export function restoreHeld(held) {
  state.held = [...state.held, held];
  void write('baskets', held);
  repaint();
}

/** The sale is saved: an empty basket for the next one. */
export function clearBasket() {
  void remove('baskets', state.basket.id);
  start(newBasket());
}

/** @param {import('./state.js').OpenBasket} next */
function start(next) {
  state.selected = null;
  state.removed = [];
  state.basketOpen = false;
  change(next);
}
