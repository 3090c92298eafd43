// @ts-check
/** Whole đồng: the same sums, rounding and words as fair_pos/core/money.py. */

export const MAX_VND = 999_999_999_999;
const PAD_MAX = 12;
const MINUS = '\u2212';

/**
 * The quotient rounded half away from zero, exact for any size.
 * @param {bigint} numerator
 * @param {bigint} denominator positive
 * @returns {number}
 */
function roundHalfUp(numerator, denominator) {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = Number((2n * size + denominator) / (2n * denominator));
  return numerator < 0n && rounded ? -rounded : rounded;
}

/**
 * a × b ÷ c, rounded half away from zero.
 * @param {number} a
 * @param {number} b
 * @param {number} c positive
 */
export function proportion(a, b, c) {
  return roundHalfUp(BigInt(a) * BigInt(b), BigInt(c));
}

/**
 * A percentage of an amount; percentMilli is thousandths of one per cent (10% = 10000).
 * @param {number} amount
 * @param {number} percentMilli
 */
export function percentOf(amount, percentMilli) {
  return proportion(amount, percentMilli, 100_000);
}

/**
 * Splits an amount by weights so that the parts sum to the whole: each part rounded down, the
 * đồng that remain one each to the largest remainders, the earlier part first.
 * @param {number} amount not negative
 * @param {readonly number[]} weights not negative
 * @returns {number[]}
 */
export function split(amount, weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map((_, at) => (at === 0 ? amount : 0));
  const products = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const parts = products.map((product) => Number(product / BigInt(total)));
  const rests = products.map((product, at) => ({ at, rest: product % BigInt(total) }));
  rests.sort((one, other) => Number(other.rest - one.rest) || one.at - other.at);
  const missing = amount - parts.reduce((sum, part) => sum + part, 0);
  for (const { at } of rests.slice(0, missing)) parts[at] += 1;
  return parts;
}

/**
 * `1.234.567`, without a unit.
 * @param {number} amount
 */
export function formatVnd(amount) {
  const digits = String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, '.');
  return amount < 0 ? MINUS + digits : digits;
}

/**
 * `441.000 đ`, the unit after a no-break space.
 * @param {number} amount
 */
export function formatVndUnit(amount) {
  return `${formatVnd(amount)}\u00a0đ`;
}

/**
 * What stands in the amount box after a key of the pad; never multiplies silently.
 * @param {string} typed digits so far, "" when empty
 * @param {string} key "0"–"9", "000", "back" or "clear"
 */
export function typeKey(typed, key) {
  if (key === 'clear') return '';
  if (key === 'back') return typed.slice(0, -1);
  const next = (typed + key).replace(/^0+/, '');
  return next.length > PAD_MAX ? typed : next;
}

/**
 * The đồng of a typed amount: digits, with or without points; null when it is none.
 * @param {string} typed
 * @returns {number | null}
 */
export function readAmount(typed) {
  const text = typed.trim();
  if (text === '') return 0;
  if (!/^(\d+|\d{1,3}([. \u00a0]\d{3})+)$/.test(text)) return null;
  const amount = Number(text.replace(/\D/g, ''));
  return amount <= MAX_VND ? amount : null;
}

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const SCALES = ['', 'nghìn', 'triệu'];
const BILLION = 1_000_000_000;

/**
 * `Bốn trăm bốn mươi mốt nghìn đồng`: Northern words, first letter capital.
 * @param {number} amount
 */
export function amountInWords(amount) {
  const words = `${amount < 0 ? 'âm ' : ''}${numberWords(Math.abs(amount))} đồng`;
  return words[0].toUpperCase() + words.slice(1);
}

/** @param {number} value @returns {string} */
function numberWords(value) {
  if (value === 0) return DIGITS[0];
  const billions = Math.floor(value / BILLION);
  const parts = billions ? [`${numberWords(billions)} tỷ`] : [];
  for (const scale of [2, 1, 0]) {
    const group = Math.floor((value % BILLION) / 1000 ** scale) % 1000;
    if (group) parts.push(`${groupWords(group, parts.length > 0)} ${SCALES[scale]}`.trim());
  }
  return parts.join(' ');
}

/** @param {number} group @param {boolean} full */
function groupWords(group, full) {
  const hundreds = Math.floor(group / 100);
  const head = hundreds || full ? [DIGITS[hundreds], 'trăm'] : [];
  return [...head, ...belowHundred(group % 100, head.length > 0)].join(' ');
}

/** @param {number} below @param {boolean} afterHundred @returns {string[]} */
function belowHundred(below, afterHundred) {
  const tens = Math.floor(below / 10);
  const unit = below % 10;
  if (tens === 0) {
    if (unit === 0) return [];
    return afterHundred ? ['linh', DIGITS[unit]] : [DIGITS[unit]];
  }
  const words = tens === 1 ? ['mười'] : [DIGITS[tens], 'mươi'];
  if (unit === 0) return words;
  if (unit === 5) return [...words, 'lăm'];
  return [...words, unit === 1 && tens > 1 ? 'mốt' : DIGITS[unit]];
}
