// @ts-check
/** The code by which a receipt is found again: nine random signs and a check sign. */

import { ALPHABET, codeOf } from './ids.js';

const SIGNS = 10;

export function newPublicCode() {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const number = (random[0] * 2 ** 20 + (random[1] >>> 12)) % ALPHABET.length ** (SIGNS - 1);
  return codeOf(number, SIGNS);
}
