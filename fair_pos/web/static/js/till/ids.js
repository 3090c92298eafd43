// @ts-check
/** Ids that machines make and codes that people read, as in fair_pos/core/ids.py. */

/** No vowels, no D, W, Y: neither Telex nor VNI changes such a code. */
export const ALPHABET = '0123456789BCFGHJKLMNPQRSTVXZ';

/**
 * A UUIDv7 in text form. `crypto.randomUUID` is absent on plain http; getRandomValues is not.
 * @param {number} now milliseconds since 1970
 */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 5, rest = now; at >= 0; at -= 1, rest = Math.floor(rest / 256)) {
    bytes[at] = rest % 256;
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * A number as a code of `length` signs, the last of them the check sign.
 * @param {number} number
 * @param {number} length
 */
export function codeOf(number, length) {
  const size = ALPHABET.length;
  if (number >= size ** (length - 1)) throw new RangeError(`${number} needs more signs`);
  let body = '';
  for (let rest = number; body.length < length - 1; rest = Math.floor(rest / size)) {
    body = ALPHABET[rest % size] + body;
  }
  return body + checkSign(body);
}

/**
 * The check sign. Source: ISO/IEC 7064 hybrid system MOD (M+1, M), M = 28.
 * @param {string} body signs of ALPHABET
 */
export function checkSign(body) {
  const size = ALPHABET.length;
  let state = size;
  for (const sign of body) {
    state = (state + ALPHABET.indexOf(sign)) % size || size;
    state = (state * 2) % (size + 1);
  }
  return ALPHABET[(size + 1 - state) % size];
}

/**
 * The code in its one form, or null: unknown signs or a wrong check sign.
 * @param {string} text any case, spaces and hyphens
 * @returns {string | null}
 */
export function readCode(text) {
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  if (code.length < 2 || [...code].some((sign) => !ALPHABET.includes(sign))) return null;
  return checkSign(code.slice(0, -1)) === code.at(-1) ? code : null;
}
