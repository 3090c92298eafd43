// @ts-check
/**
 * What a scanned text is: the twin of fair_pos/payments/codes.py; both run tests/cases/scan.json.
 * Source: GS1 General Specifications 7.9 and 3; GS1 Digital Link Standard: URI Syntax 1.4.
 */

import { readCode } from './ids.js';

/**
 * @typedef {object} Scanned only the fields of its kind are set
 * @property {'vietqr' | 'label' | 'receipt' | 'enrol' | 'gs1' | 'ean' | 'foreign'} kind
 * @property {string} [code] ours, in its one form; of a label always its product's
 * @property {string} [serial] all 24 signs of one single label
 * @property {string} [gtin] in 14 digits
 * @property {string} [host] of a foreign address
 * @property {'check_sign'} [fault] ours, but misread
 */

const KIND_OF_PATH = /** @type {Record<string, 'label' | 'receipt' | 'enrol'>} */ ({ O: 'label', P: 'label', R: 'receipt', T: 'enrol' });
const OUR_PATH = /\/([OPRT])\/([^/?#]+)(?:\/01\/\d{14})?\/?(?:[?#].*)?$/i;
const LIKE_OURS = /^(?:[0-9A-Z]{8,12}|[0-9A-Z]{24})$/i;
/** A receipt's or placard's code with facts and signature behind it. */
const SIGNED = /^[0-9BCFGHJKLMNPQRSTVXZ]{40,}$/i;
const SERIAL_SIGNS = 24;
const PRODUCT_SIGNS = 10;
const HOST = /^https?:\/\/(?:[^/?#@\\]*@)?([^/?#:@\\\s]+)/i;
const LINK = /^[^?#]*\/01\/([0-9]{8}|[0-9]{12,14})(?:\/[0-9]{2,4}\/[^/?#]+)*\/?(?:[?#].*)?$/;
const BARE_CODE_MIN = 6;
const SEPARATOR = '\x1d';
const FIXED = /** @type {Record<string, number>} */ ({ '01': 14, 11: 6, 13: 6, 15: 6, 17: 6 });
const OPEN_MAX = /** @type {Record<string, number>} */ ({ 10: 20, 21: 20 });

/** @param {string} scanned @returns {Scanned} */
export function identify(scanned) {
  const text = scanned.trim();
  if (text.startsWith('000201')) return { kind: 'vietqr' };
  return ours(text) ?? trade(text) ?? bare(text);
}

/** Whether 8, 12, 13 or 14 digits end in their check digit. @param {string} digits */
export function isGtin(digits) {
  if (!/^(?:[0-9]{8}|[0-9]{12,14})$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

/** @param {string} text @returns {Scanned | null} */
function ours(text) {
  const match = OUR_PATH.exec(text);
  if (!match) return null;
  const kind = KIND_OF_PATH[match[1].toUpperCase()];
  const single = kind === 'label' && singleLabel(match[2]);
  if (single) return single;
  const signs = /[OR]/i.test(match[1]) && SIGNED.test(match[2]) ? match[2].slice(0, PRODUCT_SIGNS) : match[2];
  const code = readCode(signs);
  if (code) return { kind, code };
  return LIKE_OURS.test(signs) ? { kind, fault: 'check_sign' } : null;
}

/** A label's code with its serial; null where it has another length, or no product. @param {string} text @returns {Scanned | null} */
function singleLabel(text) {
  const serial = text.replace(/[\s-]/g, '').toUpperCase();
  const code = readCode(serial.slice(0, PRODUCT_SIGNS));
  if (serial.length !== SERIAL_SIGNS || !code) return null;
  return readCode(serial) ? { kind: 'label', code, serial } : { kind: 'label', code, fault: 'check_sign' };
}

/** @param {string} text @returns {Scanned | null} */
function trade(text) {
  if (isGtin(text)) return { kind: 'ean', gtin: text.padStart(14, '0') };
  const gtin = (text.includes('://') ? LINK.exec(text)?.[1].padStart(14, '0') : readElements(text)['01']) ?? '';
  return isGtin(gtin) ? { kind: 'gs1', gtin } : null;
}

/** @param {string} text @returns {Scanned} */
function bare(text) {
  const single = singleLabel(text);
  if (single) return single;
  const code = readCode(text);
  if (code && code.length >= BARE_CODE_MIN) return { kind: 'label', code };
  const host = HOST.exec(text)?.[1].toLowerCase();
  return host ? { kind: 'foreign', host } : { kind: 'foreign' };
}

/** GS1 elements by their identifier, none where one is not understood. @param {string} text @returns {Record<string, string>} */
function readElements(text) {
  const brackets = /\(([0-9]{2,4})\)([^(]+)/g;
  if (text.startsWith('(')) return text.replace(brackets, '') ? {} : Object.fromEntries([...text.matchAll(brackets)].map((one) => one.slice(1)));
  let rest = text.replace(/^\](?:C1|d2|Q3|e0)/, '').replace(/^\x1d/, '');
  /** @type {Record<string, string>} */
  const elements = {};
  while (rest) {
    const number = rest.slice(0, 2);
    const size = FIXED[number];
    const end = size ? 2 + size : (rest.indexOf(SEPARATOR) + 1 || rest.length + 1) - 1;
    const value = rest.slice(2, end);
    if (value.length !== size && !(value.length >= 1 && value.length <= (OPEN_MAX[number] ?? 0))) return {};
    elements[number] = value;
    rest = rest.slice(end).replace(/^\x1d/, '');
  }
  return elements;
}
