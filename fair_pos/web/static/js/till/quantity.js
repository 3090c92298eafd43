// @ts-check
/** Quantities in thousandths of the unit, as fair_pos/core/quantity.py has them. */

import { formatVnd, proportion } from './money.js';

export const ONE = 1000;
const MINUS = '\u2212';

/**
 * Thousandths of a typed quantity (`0,45` → 450), null when it is none.
 * @param {string} typed
 * @returns {number | null}
 */
export function parseQuantity(typed) {
  const match = /^([0-9]{1,5})(?:[.,]([0-9]{1,3}))?$/.exec(typed.trim());
  if (!match) return null;
  return Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0')) || null;
}

/**
 * Price × quantity, rounded half up to the đồng.
 * @param {number} unitPriceVnd
 * @param {number} quantityMilli
 */
export function lineAmount(unitPriceVnd, quantityMilli) {
  return proportion(unitPriceVnd, quantityMilli, 1000);
}

/**
 * `0,450`: a weight with its three decimals.
 * @param {number} quantityMilli
 */
export function formatWeight(quantityMilli) {
  const { sign, whole, part } = parts(quantityMilli);
  return `${sign}${whole},${part}`;
}

/**
 * `0,45` or `2`: the shortest form.
 * @param {number} quantityMilli
 */
export function formatQuantity(quantityMilli) {
  const { sign, whole, part } = parts(quantityMilli);
  const decimals = part.replace(/0+$/, '');
  return `${sign}${whole}${decimals && ','}${decimals}`;
}

/** @param {number} quantityMilli */
function parts(quantityMilli) {
  const size = Math.abs(quantityMilli);
  return {
    sign: quantityMilli < 0 ? MINUS : '',
    whole: formatVnd(Math.floor(size / 1000)),
    part: String(size % 1000).padStart(3, '0'),
  };
}
