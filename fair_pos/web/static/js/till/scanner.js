// @ts-check
/**
 * A wedge scanner types a code and Enter, anywhere on the page. Known by its pattern, never by its
 * speed: what `event.code` typed is looked at from the end when Enter comes.
 */

import { readCode } from './ids.js';

const RESET_MS = 400;
const LONGEST = 200;
const LABEL_SIGNS = 10;
const LABEL_PATH = /\/P\/([0-9A-Z-]{6,16})\/?$/i;
const MARKS = /** @type {Record<string, string>} */ ({ Slash: '/', NumpadDivide: '/', Period: '.', Minus: '-', NumpadSubtract: '-' });

/**
 * The code at the end of what was typed: a label's ten signs, an EAN-13, or a label's address.
 * @param {string} typed
 * @returns {string | null}
 */
export function codeAtEnd(typed) {
  const text = typed.trim();
  const path = LABEL_PATH.exec(text);
  if (path) return readCode(path[1]);
  const digits = /\d{13}$/.exec(text)?.[0];
  if (digits && isEan(digits)) return digits;
  return readCode(text.slice(-LABEL_SIGNS).padStart(LABEL_SIGNS, '?'));
}

/** Ten signs or thirteen digits that are a code but for the check sign. @param {string} typed */
export function isBrokenCode(typed) {
  return /^(?=.*\d)(?=.*[BCFGHJKLMNPQRSTVXZ])[0-9BCFGHJKLMNPQRSTVXZ]{8,12}$/i.test(typed.trim());
}

/**
 * Collects keys; on Enter `found` gets the end of what was typed and says whether it took it.
 * @param {(typed: string, field: HTMLInputElement | HTMLTextAreaElement | null) => boolean} found
 */
export function listenForCodes(found) {
  let typed = '';
  let last = 0;
  addEventListener('keydown', (event) => {
    const now = event.timeStamp;
    if (now - last > RESET_MS && event.key !== 'Enter') typed = '';
    last = now;
    if (event.key === 'Enter' || event.key === 'Tab') {
      const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
      if (found(typed, field)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      typed = '';
      return;
    }
    typed = (typed + signOf(event.code)).slice(-LONGEST);
  }, true);
}

/** @param {string} code of the key, whatever the keyboard layout makes of it */
function signOf(code) {
  if (code.startsWith('Key')) return code.slice(3);
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  return digit ? digit[1] : (MARKS[code] ?? '');
}

/** @param {string} digits thirteen */
function isEan(digits) {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}
