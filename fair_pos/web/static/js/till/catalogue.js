// @ts-check
/** The goods: kept on the device, fetched again when they changed, found by words and codes. */

import { getIfChanged, Refused } from './api.js';
import { factOf, openStore, PREFIX, read, readAll, waiting, write } from './store.js';
import { fold } from './fold.js';
import { newBasket, state } from './state.js';

const TILL_KEY = 'fair-pos-till';
/** @type {Map<string, {key: string, words: string}>} */
const keys = new Map();

/** Reads what the device has. @returns {Promise<boolean>} false when it is no till yet */
export async function loadKept() {
  const tillId = localStorage.getItem(TILL_KEY) ?? (await tillIds()).at(-1);
  if (!tillId) return false;
  await openStore(tillId);
  const kept = await read('meta', 'catalogue');
  if (kept) take(kept.body);
  state.person = (await read('meta', 'person')) ?? state.person;
  state.shift = (await read('meta', 'shift')) ?? state.shift;
  const facts = await waiting();
  state.waiting = facts.length;
  state.oldestWaitingAt = facts[0]?.saved_at ?? '';
  await loadBaskets();
  return Boolean(kept);
}

/** The tills that this device was, oldest first: an id begins with its time. */
export async function tillIds() {
  const all = (await indexedDB.databases?.()) ?? [];
  return all.map((one) => one.name ?? '').filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)).sort();
}

/**
 * Asks the server for the goods, with the version that is here. A device that lost its numbers is
 * no till any more: they are not begun again.
 * @returns {Promise<'new' | 'same' | 'unknown' | 'later'>}
 */
export async function refresh() {
  try {
    const kept = state.catalogue ? await read('meta', 'catalogue') : null;
    const fresh = await getIfChanged('/catalogue', kept?.etag ?? '');
    if (!fresh) return 'same';
    const { id, last_seq } = fresh.body.till;
    await openTill(id);
    if (!(await read('meta', 'seq')) && (last_seq || document.cookie.includes(id))) return 'unknown';
    await write('meta', fresh, 'catalogue');
    take(fresh.body);
    return 'new';
  } catch (error) {
    return error instanceof Refused && error.status === 401 ? 'unknown' : 'later';
  }
}

/**
 * What the server says of seller and shift, unless this device has news on the way. Who signed in
 * here while it was silent stays, as long as the booth has that person.
 */
export async function takePeople() {
  if ((await waiting()).some((fact) => fact.path.startsWith('/shifts'))) return;
  const { shift, staff } = state.catalogue;
  const kept = await read('meta', 'person');
  const who = kept === undefined ? state.catalogue.person : kept;
  const person = staff.find((/** @type {any} */ one) => one.id === who?.id) ?? null;
  Object.assign(state, { person, shift });
  await write('meta', person, 'person');
  await write('meta', shift, 'shift');
}

/** Goods that have all words: exact spelling first, then starts of words, then best sellers. @param {string} query */
export function search(query) {
  const words = fold(query).split(' ');
  const exact = query.normalize('NFC').toLowerCase().trim();
  return state.catalogue.products
    .map((/** @type {any} */ product) => ({ product, rank: rankOf(product, words, exact) }))
    .filter((/** @type {any} */ one) => one.rank > 0)
    .sort((/** @type {any} */ one, /** @type {any} */ other) => other.rank - one.rank || bySales(one.product, other.product))
    .map((/** @type {any} */ one) => one.product);
}

/** Goods of a group; without one all, best sellers first. @param {string} group */
export function goodsOf(group) {
  const goods = state.catalogue.products;
  if (!group) return [...goods].sort(bySales);
  return goods.filter((/** @type {any} */ one) => one.group === group);
}

/** @param {any} product @param {string[]} words @param {string} exact */
function rankOf(product, words, exact) {
  const { key, words: spelled } = keys.get(product.id) ?? { key: '', words: '' };
  if (!words.every((word) => key.includes(word))) return 0;
  if (spelled.includes(exact)) return 3;
  return words.every((word) => ` ${key}`.includes(` ${word}`)) ? 2 : 1;
}

/** @param {any} one @param {any} other */
function bySales(one, other) {
  return other.sold - one.sold || one.position - other.position;
}

/** @param {any} body */
function take(body) {
  state.catalogue = body;
  keys.clear();
  for (const one of body.products) {
    keys.set(one.id, { key: fold(one.name), words: one.name.normalize('NFC').toLowerCase() });
  }
}

/** @param {string} tillId */
async function openTill(tillId) {
  if (state.catalogue?.till.id === tillId) return;
  localStorage.setItem(TILL_KEY, tillId);
  await openStore(tillId);
  await loadBaskets();
}

async function loadBaskets() {
  const all = await readAll('baskets');
  state.held = all.filter((one) => one.held_at);
  state.basket = all.find((one) => !one.held_at) ?? newBasket();
  if (state.basket.sale && (await factOf(state.basket.sale.id))) state.basket = newBasket();
}
