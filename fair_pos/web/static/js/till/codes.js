// @ts-check
/** What a scanned or typed code does: it adds the goods, or says why not. */

import { t } from './texts.js';
import { goodsByCode } from './catalogue.js';
import { codeAtEnd, isBrokenCode } from './scanner.js';
import { close, current, hasSheet, show } from './screens.js';
import { choose } from './selling.js';
import { vibrate } from './feel.js';
import { tell } from './strip.js';
import { takeTyped } from './typed.js';

/**
 * Deals with typed keys that may end in a code; false when they are none.
 * @param {string} typed
 * @param {HTMLInputElement | HTMLTextAreaElement | null} field where the focus was
 */
export function takeTypedCode(typed, field) {
  const view = current();
  if (!view?.scans) return false;
  const code = codeAtEnd(typed) ?? (field && codeAtEnd(field.value));
  if (!code) {
    if (field || !isBrokenCode(typed)) return false;
    takeTyped();
    refuse(t('Code incomplete, scan again'));
    return true;
  }
  takeTyped();
  if (field) field.value = '';
  void takeCode(code);
  return true;
}

/** @param {string} code in its one form */
export async function takeCode(code) {
  const product = goodsByCode(code);
  if (!product) {
    refuse(t('This code is not in the booth'));
    return;
  }
  while (hasSheet()) close();
  if (document.getElementById('screen')?.dataset.name === 'done') await show('selling');
  choose(product);
}

/** @param {string} words */
function refuse(words) {
  vibrate([60, 40, 60]);
  tell(words, 'fault');
}
