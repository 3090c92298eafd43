// @ts-check
/** Change and quick keys, by the same rules as fair_pos/payments/cash.py. */

/** Notes in circulation, largest first. */
export const DENOMINATIONS = Object.freeze([
  500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200,
]);

const MULTIPLES = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
const GIVEN_UP_FIRST = [20_000, 200_000];
const KEYS_MAX = 5;

/**
 * What is missing, 0 when there is enough.
 * @param {number} due
 * @param {number} given
 */
export function stillDue(due, given) {
  return Math.max(due - given, 0);
}

/**
 * What the customer gets back.
 * @param {number} due
 * @param {number} given
 * @throws {RangeError} less given than due: ask stillDue first
 */
export function changeDue(due, given) {
  if (given < due) throw new RangeError(`${due - given} short`);
  return given - due;
}

/**
 * The amounts offered as keys: exact first, then what a customer may hold out; at most five.
 * Where there are more, the multiple of 20 and then of 200 thousand goes unless it is one note,
 * then the largest.
 * @param {number} due
 * @returns {number[]}
 */
export function quickKeys(due) {
  let left = MULTIPLES;
  for (const rare of GIVEN_UP_FIRST) {
    const many = keys(due, left).length > KEYS_MAX;
    if (many && !DENOMINATIONS.includes(nextMultiple(due, rare))) {
      left = left.filter((step) => step !== rare);
    }
  }
  return keys(due, left).slice(0, KEYS_MAX);
}

/**
 * The sum of a count of notes.
 * @param {Readonly<Record<number, number>>} counts note → how many
 */
export function countNotes(counts) {
  return DENOMINATIONS.reduce((sum, note) => sum + note * (counts[note] ?? 0), 0);
}

/** @param {number} due @param {readonly number[]} steps */
function keys(due, steps) {
  const next = steps.map((step) => nextMultiple(due, step));
  return [...new Set([due, ...next])].sort((one, other) => one - other);
}

/** @param {number} due @param {number} step */
function nextMultiple(due, step) {
  return Math.ceil(due / step) * step;
}
