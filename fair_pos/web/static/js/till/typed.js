// @ts-check
/** Digits typed on a keyboard for the selected line, until Enter. */

import { typeQuantity } from './pad.js';

let typed = '';

/** What stands typed, empty when nothing does. */
export function typedQuantity() {
  return typed;
}

/** @param {string} sign */
export function typeForLine(sign) {
  typed = typeQuantity(typed, sign);
}

/** Gives what was typed and starts anew. */
export function takeTyped() {
  const taken = typed;
  typed = '';
  return taken;
}
