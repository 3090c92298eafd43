// @ts-check
/** The VietQR text, byte for byte as fair_pos/payments/vietqr.py and memo.py make it. */

import { fold } from './fold.js';
import { ALPHABET, codeOf } from './ids.js';

const GUID = 'A000000727';
const MEMO_PREFIX = 'HL';
const MEMO_SIGNS = 6;
const BOOTH_MAX = 11;

/**
 * The code of a transfer to an account: dynamic with an amount, static without.
 * @param {string} bankBin six digits
 * @param {string} account at most 19 letters and digits
 * @param {number | null} amountVnd
 * @param {string | null} memo at most 25 signs of ASCII
 * @throws {RangeError} a value that does not fit its field
 */
export function build(bankBin, account, amountVnd = null, memo = null) {
  need(/^[0-9]{6}$/, bankBin);
  need(/^[A-Za-z0-9]{1,19}$/, account);
  const amount = amountVnd === null ? '' : need(/^[1-9][0-9]{0,12}$/, String(amountVnd));
  const purpose = memo === null ? '' : field('08', need(/^[ -~]{1,25}$/, memo));
  const receiver = field('00', bankBin) + field('01', account);
  const text = [
    field('00', '01'),
    field('01', amount ? '12' : '11'),
    field('38', field('00', GUID) + field('01', receiver) + field('02', 'QRIBFTTA')),
    field('53', '704'),
    field('54', amount),
    field('58', 'VN'),
    field('62', purpose),
    '6304',
  ].join('');
  return text + crc16(text).toString(16).toUpperCase().padStart(4, '0');
}

/**
 * The memo of a sale: HL, the booth, five signs drawn from the sale's id, a check sign.
 * @param {string} boothCode
 * @param {string} saleId UUIDv7; its last 48 bits are random
 */
export function memoFor(boothCode, saleId) {
  const booth = fold(boothCode).toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, BOOTH_MAX);
  const number = parseInt(saleId.slice(-12), 16) % ALPHABET.length ** (MEMO_SIGNS - 1);
  return MEMO_PREFIX + booth + codeOf(number, MEMO_SIGNS);
}

/**
 * CRC-16/CCITT-FALSE of an ASCII text: "123456789" gives 0x29B1.
 * @param {string} text
 */
export function crc16(text) {
  let crc = 0xffff;
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
  }
  return crc;
}

/** @param {string} number @param {string} value */
function field(number, value) {
  return value && number + String(value.length).padStart(2, '0') + value;
}

/** @param {RegExp} pattern @param {string} value */
function need(pattern, value) {
  if (!pattern.test(value)) throw new RangeError(`VietQR cannot carry "${value}"`);
  return value;
}
