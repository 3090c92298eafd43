// @ts-check
/**
 * What this device knows of its sales, in the form in which the server reads them back. Pure.
 *
 * The server knows what other tills did, this device what has not arrived: shown are both, by id.
 */

import { formatVnd, split } from './money.js';
import { formatQuantity } from './quantity.js';
import { price, refundAmount } from './totals.js';

const NOTHING = { quantity_milli: 0, amount_vnd: 0 };

/** @typedef {import('./store.js').Fact & {document?: any}} Fact */

/**
 * The documents of trade that happened on this device, oldest first.
 * @param {readonly Fact[]} facts
 * @param {(productId: string) => number} starsOf
 */
export function documentsOf(facts, starsOf = () => 0) {
  return facts.filter(hasHappened).map((fact) => (fact.path === '/sales' ? saleDocument(fact, starsOf) : correctionDocument(fact)));
}

/** A sale happened whatever the server says of it; a correction when it said yes or was not asked. @param {Fact} fact */
function hasHappened(fact) {
  if (fact.path === '/sales') return fact.state !== 'asked';
  if (fact.path !== '/refunds' && fact.path !== '/voids') return false;
  return Boolean(fact.document) && (fact.state === 'sent' || (fact.state === 'waiting' && Boolean(fact.body.happened)));
}

/** @param {Fact} fact @param {(productId: string) => number} starsOf */
function saleDocument(fact, starsOf) {
  const { body } = fact;
  const sums = price(body);
  const lines = body.lines.map((/** @type {any} */ line, /** @type {number} */ position) => {
    const { basket_share_vnd, ...amounts } = sums.lines[position];
    return { ...line, ...amounts, position, stars: starsOf(line.product_id), line_discount_text: discountText(line.discount), basket_discount_vnd: basket_share_vnd, refunded_milli: 0 };
  });
  return {
    ...body, ...stateOf(fact), kind: 'sale', lines, subtotal_vnd: sums.subtotal_vnd, discount_vnd: sums.discount_vnd,
    corrects_id: null, reason: '', voided: false, refunded_vnd: 0, corrections: [], flags: fact.answer?.flags ?? [],
  };
}

/** As on paper, which is Vietnamese whoever sells. @param {import('./basket.js').Discount | null} discount */
function discountText(discount) {
  if (!discount) return '';
  return discount.kind === 'percent' ? `Giảm ${formatQuantity(discount.percent_milli)}%` : `Giảm ${formatVnd(discount.amount_vnd)}`;
}

/** @param {Fact} fact */
function correctionDocument(fact) {
  const { lines: _, ...body } = fact.body;
  return { ...body, ...stateOf(fact), ...fact.document, voided: false, refunded_vnd: 0, corrections: [], flags: fact.answer?.flags ?? [] };
}

/** @param {Fact} fact */
function stateOf(fact) {
  return { waiting: fact.state === 'waiting', refused: fact.state === 'refused' };
}

/**
 * A sale with those corrections of this device that it does not name yet.
 * @param {any} sale of the server or of this device
 * @param {readonly any[]} documents of this device
 */
export function withCorrections(sale, documents) {
  const named = new Set(sale.corrections.map((/** @type {any} */ one) => one.id));
  const more = documents.filter((one) => one.corrects_id === sale.id && !named.has(one.id));
  if (!more.length) return sale;
  const back = (/** @type {number} */ position) => more.flatMap((one) => one.lines).filter((line) => line.corrects_position === position);
  return {
    ...sale,
    voided: sale.voided || more.some((one) => one.kind === 'void'),
    refunded_vnd: sale.refunded_vnd - sum(more, 'total_vnd'),
    corrections: [...sale.corrections, ...more],
    lines: sale.lines.map((/** @type {any} */ line) => ({ ...line, refunded_milli: line.refunded_milli - sum(back(line.position), 'quantity_milli') })),
  };
}

/**
 * The day's list, newest first: the server's rows, and what only this device knows.
 * @param {readonly any[]} rows
 * @param {readonly any[]} documents of this device and day
 */
export function rowsOf(rows, documents) {
  const known = new Set(rows.map((one) => one.id));
  const news = documents.filter((one) => !known.has(one.id));
  const own = news.map((one) => ({ ...one, means: [...new Set(one.payments.map((/** @type {any} */ paid) => paid.means))] }));
  const all = [...own, ...rows].sort((one, other) => other.sold_at.localeCompare(one.sold_at) || other.id.localeCompare(one.id));
  return all.map((row) => {
    const more = news.filter((one) => one.corrects_id === row.id);
    const voided = row.voided || more.some((one) => one.kind === 'void');
    return { ...row, voided, refunded_vnd: row.refunded_vnd - sum(more, 'total_vnd') };
  });
}

/**
 * What comes back: lines and money with their minus, by the server's rule; without `means` by those
 * the sale was paid with, in proportion to what is left of each.
 * @param {any} sale with its corrections
 * @param {readonly any[]} documents of this device: how earlier money went back
 * @param {'refund' | 'void'} kind
 * @param {ReadonlyMap<number, number>} wanted line position → thousandths
 * @param {string | null} means
 */
export function correctionOf(sale, documents, kind, wanted, means = null) {
  const lines = [...wanted].sort(([one], [other]) => one - other).map(([position, milli]) => {
    const line = sale.lines.find((/** @type {any} */ one) => one.position === position);
    const amount = amountBack(line, milli);
    return {
      ...line, quantity_milli: -milli, gross_vnd: -amount, amount_vnd: -amount, line_discount_vnd: 0,
      line_discount_text: '', note: '', corrects_position: position,
    };
  });
  const total = -sum(lines, 'amount_vnd') || 0;
  const left = leftByMeans(sale, documents);
  const money = means && total ? { [means]: total } : spread(left, total);
  const payments = Object.entries(money).map(([name, vnd]) => ({ means: name, amount_vnd: -vnd, state: 'confirmed_by_person' }));
  const isOtherMeans = Boolean(means) && (left[means ?? ''] ?? 0) < total;
  return { isOtherMeans, document: { kind, lines, payments, subtotal_vnd: -total, discount_vnd: 0, total_vnd: -total } };
}

/** What can still come back of a sale. @param {any} sale @returns {Map<number, number>} */
export function leftOf(sale) {
  const left = sale.lines.map((/** @type {any} */ line) => [line.position, line.quantity_milli - line.refunded_milli]);
  return new Map(left.filter((/** @type {number[]} */ [, milli]) => milli > 0));
}

/** The money of a quantity that comes back. @param {any} line @param {number} milli */
export function amountBack(line, milli) {
  const sold = { quantity_milli: line.quantity_milli, amount_vnd: line.amount_vnd };
  const before = line.refunded_milli
    ? { quantity_milli: line.refunded_milli, amount_vnd: refundAmount(sold, NOTHING, line.refunded_milli) }
    : NOTHING;
  return refundAmount(sold, before, milli);
}

/** How much money of each means is still here. @param {any} sale @param {readonly any[]} documents @returns {Record<string, number>} */
function leftByMeans(sale, documents) {
  /** @type {Record<string, number>} */
  const left = {};
  for (const one of sale.payments) left[one.means] = (left[one.means] ?? 0) + one.amount_vnd;
  for (const one of documents.filter((other) => other.corrects_id === sale.id)) {
    for (const paid of one.payments) if (paid.means in left) left[paid.means] += paid.amount_vnd;
  }
  return left;
}

/** @param {Record<string, number>} left @param {number} total @returns {Record<string, number>} */
function spread(left, total) {
  const names = Object.keys(left).filter((name) => left[name] > 0);
  const means = names.length ? names : ['cash'];
  const parts = split(total, means.map((name) => left[name] ?? 0));
  return Object.fromEntries(means.map((name, at) => [name, parts[at]]).filter(([, part]) => part));
}

/** @param {readonly any[]} rows @param {string} field */
export function sum(rows, field) {
  return rows.reduce((total, row) => total + row[field], 0);
}
