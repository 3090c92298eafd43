// @ts-check
/**
 * The sums of a shift and of a day from what this device keeps, as the server makes them. Pure.
 * They cover this device only. The expected cash is asked for after the count is frozen, never before.
 */

import { sum } from './books.js';

/**
 * The X of a shift; holds no expected cash.
 * @param {any} shift
 * @param {readonly any[]} documents
 * @param {readonly import('./store.js').Fact[]} facts
 */
export function shiftTotals(shift, documents, facts) {
  const mine = documents.filter((one) => one.shift_id === shift.id);
  const moves = facts.filter((fact) => fact.path === `/shifts/${shift.id}/cash` && fact.state !== 'refused');
  return {
    shift,
    ...countOf(mine),
    cash_moves: moves.map(({ body }) => ({ amount_vnd: body.amount_vnd, reason: body.reason, at: body.moved_at })),
  };
}

/** Float + cash taken − given back + moves. @param {any} shift @param {ReturnType<typeof shiftTotals>} totals @returns {number} */
export function expectedCash(shift, totals) {
  const taken = totals.by_means.filter((row) => row.means === 'cash');
  return shift.float_vnd + sum(taken, 'amount_vnd') + sum(totals.cash_moves, 'amount_vnd');
}

/**
 * A booth's day, as far as this device took part in it.
 * @param {string} day 2026-11-21
 * @param {readonly any[]} documents of that day
 */
export function dayTotals(day, documents) {
  const lines = documents.flatMap((one) => one.lines);
  const total = countOf(documents);
  return {
    day,
    ...total,
    total_vnd: total.sold_vnd + total.corrected_vnd,
    ocop_vnd: sum(lines.filter((line) => line.stars), 'amount_vnd'),
    by_product: byProduct(lines),
  };
}

/** @param {readonly any[]} documents */
function countOf(documents) {
  const sales = documents.filter((one) => one.kind === 'sale');
  const others = documents.filter((one) => one.kind !== 'sale');
  return {
    sales: sales.length,
    corrections: others.length,
    sold_vnd: sum(sales, 'total_vnd'),
    corrected_vnd: sum(others, 'total_vnd'),
    by_means: byMeans(documents.flatMap((one) => one.payments)),
  };
}

/** @param {readonly any[]} payments */
function byMeans(payments) {
  return grouped(payments, (one) => `${one.means} ${one.state}`).map((rows) => ({
    means: rows[0].means, state: rows[0].state, count: rows.length, amount_vnd: sum(rows, 'amount_vnd'),
  }));
}

/** @param {readonly any[]} lines */
function byProduct(lines) {
  const rows = grouped(lines, (line) => [line.name, line.unit, line.stars].join('\n')).map((same) => ({
    name: same[0].name, unit: same[0].unit, stars: same[0].stars, quantity_milli: sum(same, 'quantity_milli'), amount_vnd: sum(same, 'amount_vnd'),
  }));
  return rows.sort((one, other) => other.amount_vnd - one.amount_vnd || one.name.localeCompare(other.name));
}

/** The rows with the same key together, keys in order. @param {readonly any[]} rows @param {(row: any) => string} keyOf @returns {any[][]} */
function grouped(rows, keyOf) {
  /** @type {Map<string, any[]>} */
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.keys()].sort().map((key) => groups.get(key) ?? []);
}
