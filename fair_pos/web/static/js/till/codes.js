// @ts-check
/** What a scanned or typed code does: it adds the goods, opens the sale, or says why not. */

import { t } from './texts.js';
import { get } from './api.js';
import { identify } from './codekinds.js';
import { isBrokenCode, textAtEnd } from './scanner.js';
import { close, current, hasSheet, open, show } from './screens.js';
import { choose } from './selling.js';
import { vibrate } from './feel.js';
import { state } from './state.js';
import { readAll } from './store.js';
import { tell } from './strip.js';
import { takeTyped } from './typed.js';

const LEAST_SIGNS = 8;

/**
 * Deals with typed keys that may end in a code; false when they are none.
 * @param {string} typed
 * @param {HTMLInputElement | HTMLTextAreaElement | null} field where the focus was
 * @param {string} end the key that ended it
 */
export function takeTypedCode(typed, field, end) {
  const view = current();
  if (view?.typed) return view.typed(typed, end);
  const text = textAtEnd(typed) ?? (view?.scans && field && textAtEnd(field.value));
  if (text && view?.scans) {
    takeTyped();
    if (field) field.value = '';
    void takeCode(text);
    return true;
  }
  const words = text ? t('Codes add nothing here. Check what stands typed.') : !field && strangeWords(typed);
  if (!words) return false;
  takeTyped();
  refuse(words);
  return true;
}

/** What to say of keys that no person types; empty when they may be a person's. @param {string} typed */
function strangeWords(typed) {
  if (isBrokenCode(typed)) return t('Code incomplete, scan again');
  return typed.length >= LEAST_SIGNS && /[A-Z]/i.test(typed) ? t('This code is not in the booth') : '';
}

/** Does what a code is for, from any screen. @param {string} text as scanned @returns {Promise<any>} the goods added */
export async function takeCode(text) {
  const product = goodsOfCode(text);
  if (!product) {
    await takeOther(text);
    return null;
  }
  const why = await doubts(text);
  while (hasSheet()) close();
  if (why) {
    vibrate([60, 40, 60]);
    await open('doubt', why === 'twice' ? product : withLabel(product, text), why);
    return null;
  }
  if (document.getElementById('screen')?.dataset.name === 'done') await show('selling');
  choose(withLabel(product, text));
  return product;
}

/** Goods with the code of the single label by which they are sold. @param {any} product @param {string} text as scanned */
export function withLabel(product, text) {
  const label = identify(text).serial;
  return label ? { ...product, label } : product;
}

/** What is wrong with a label of a single pack; other codes are taken as they are. @param {string} text @returns {Promise<import('./labelcheck.js').Doubt>} */
export async function doubts(text) {
  const { serial, fault } = identify(text);
  return serial || fault ? import('./labelcheck.js').then((file) => file.doubts(text)).catch(() => '') : '';
}

/** The goods of the booth that a code names. @param {string} text */
export function goodsOfCode(text) {
  const { kind, code, gtin } = identify(text);
  const wanted = kind === 'label' ? code : gtin;
  if (!wanted) return undefined;
  const same = (/** @type {string} */ own) => own === wanted || (gtin && own.padStart(gtin.length, '0') === gtin);
  return state.catalogue.products.find((/** @type {any} */ one) => one.codes.some(same));
}

/** A code that names no goods of the booth. @param {string} text */
async function takeOther(text) {
  const { kind, code } = identify(text);
  const id = kind === 'receipt' && code ? await saleIdOf(code) : '';
  if (!id) {
    refuse(wordsOf(text));
    return;
  }
  while (hasSheet()) close();
  await open('sale', id);
}

/** Why a code adds nothing. @param {string} text */
function wordsOf(text) {
  const { kind, fault, host } = identify(text);
  if (fault) return t('Code incomplete, scan again');
  if (kind === 'vietqr') return t('This is a transfer code, not a code of goods.');
  if (kind === 'enrol') return t('This is a booth card, not a code of goods. It makes a new device a till.');
  if (kind === 'receipt') return t('This receipt is not of this booth, or the server is out of reach.');
  if (host) return t('A code of another site: {host} – not a label of the fair', { host });
  return t('This code is not in the booth');
}

/** The sale behind a receipt's code, empty when it is not of this booth. @param {string} code */
async function saleIdOf(code) {
  const kept = (await readAll('facts')).find((fact) => fact.body.public_code === code);
  if (kept) return kept.id;
  try {
    return (await get(`/receipts/${code}`)).id;
  } catch {
    return '';
  }
}

/** @param {string} words */
function refuse(words) {
  vibrate([60, 40, 60]);
  tell(words, 'fault');
}
