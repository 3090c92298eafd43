// @ts-check
/**
 * A wedge scanner types a code and Enter, anywhere on the page. Known by its pattern, never by its
 * speed: what the keys typed is looked at from the end when Enter or Tab comes.
 */

import { identify, isGtin } from './codekinds.js';
import { readCode } from './ids.js';

/** Between two keys of one code: more than any scanner waits, a busy page included. */
const RESET_MS = 1000;
const LONGEST = 900;
const LABEL_SIGNS = 10;
const SERIAL_SIGNS = 24;
const ADDRESS = /HTTPS?:?\/\/(?!.*HTTPS?:?\/\/).+$/i;
const OUR_PATH = /\/[OPRT]\/[0-9A-Z-]{6,900}(?:\/01\/\d{14})?\/?$/i;
const TRANSFER = /000201[0-9].*6304[0-9A-F]{4}$/i;
const GS1 = /(?:\](?:C1|d2|Q3|e0)\x1d?(?=01)|(?=\(01\))|^(?=01[0-9]{14}))([^\s]+)$/i;
/** Longest first would take typed digits in; a 13 or 14 that holds leaves no doubt. */
const GTIN_LENGTHS = [13, 14, 12];

/** What a key types on a US keyboard, plain and with Shift. @type {Record<string, string>} */
const MARKS = {
  Slash: '/?', Period: '.>', Minus: '-_', Semicolon: ';:', Equal: '=+', Comma: ',<', Quote: '\'"', Space: '  ',
  BracketLeft: '[{', BracketRight: ']}', Backslash: '\\|', NumpadDivide: '//', NumpadSubtract: '--', NumpadDecimal: '..', NumpadAdd: '++',
};
const DIGIT_MARKS = ')!@#$%^&*(';

/**
 * What a scanner sent at the end of what was typed, null when that is no code.
 * @param {string} typed
 * @returns {string | null}
 */
export function textAtEnd(typed) {
  const text = typed.trim();
  const address = ADDRESS.exec(text) ?? OUR_PATH.exec(text);
  if (address) return address[0].replace(/^(https?)\/\//i, '$1://');
  const transfer = TRANSFER.exec(text);
  if (transfer) return transfer[0];
  const elements = GS1.exec(text)?.[1];
  if (elements && identify(elements).kind === 'gs1') return elements;
  const single = identify(text.slice(-SERIAL_SIGNS)).serial;
  if (single) return single;
  const digits = /[0-9]*$/.exec(text)?.[0] ?? '';
  const length = GTIN_LENGTHS.find((signs) => digits.length >= signs && isGtin(digits.slice(-signs)));
  if (length) return digits.slice(-length);
  if (isGtin(digits)) return digits;
  return readCode(text.slice(-LABEL_SIGNS).padStart(LABEL_SIGNS, '?'));
}

/** Eight to twelve signs that are a code but for the check sign. @param {string} typed */
export function isBrokenCode(typed) {
  return /^(?=.*\d)(?=.*[BCFGHJKLMNPQRSTVXZ])[0-9BCFGHJKLMNPQRSTVXZ]{8,12}$/i.test(typed.trim());
}

/**
 * Collects keys; on Enter or Tab `found` gets what was typed and says whether it took it.
 * @param {(typed: string, field: HTMLInputElement | HTMLTextAreaElement | null, end: string) => boolean} found
 */
export function listenForCodes(found) {
  let typed = '';
  let last = 0;
  addEventListener('keydown', (event) => {
    const ends = event.key === 'Enter' || event.key === 'Tab';
    if (!ends && event.timeStamp - last > RESET_MS) typed = '';
    last = event.timeStamp;
    if (!ends) {
      typed = withKey(typed, event).slice(-LONGEST);
      return;
    }
    const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
    if (found(typed, field, event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    typed = '';
  }, true);
}

/**
 * What stands typed after a key, whatever the keyboard layout makes of it. A Vietnamese keyboard
 * takes signs back and sends its letters without a key.
 * @param {string} typed
 * @param {{code: string, key: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean}} event
 */
export function withKey(typed, event) {
  if (event.key === 'Backspace') return typed.slice(0, -1);
  if (event.ctrlKey && event.code === 'BracketRight') return `${typed}\x1d`;
  if (event.ctrlKey || event.altKey || event.metaKey) return typed;
  if (event.code === '') return event.key.length === 1 ? typed + event.key : typed;
  return typed + signOf(event.code, event.shiftKey);
}

/** @param {string} code of the key @param {boolean} [shift] */
function signOf(code, shift) {
  if (code.startsWith('Key')) return code.slice(3);
  const digit = /^(Digit|Numpad)(\d)$/.exec(code);
  if (digit) return shift && digit[1] === 'Digit' ? DIGIT_MARKS[Number(digit[2])] : digit[2];
  return MARKS[code]?.[shift ? 1 : 0] ?? '';
}
