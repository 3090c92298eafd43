// @ts-check
/** The sums of a sale and of a refund, by the same rules as fair_pos/checkout/rules.py. */

import { percentOf, proportion, split } from './money.js';
import { lineAmount } from './quantity.js';

/**
 * @typedef {import('./basket.js').Discount} Discount
 *
 * @typedef {object} UnpricedLine
 * @property {number} unit_price_vnd
 * @property {number} quantity_milli
 * @property {Discount | null} [discount]
 *
 * @typedef {object} PricedLine gross − line_discount − basket_share = amount
 * @property {number} gross_vnd
 * @property {number} line_discount_vnd
 * @property {number} basket_share_vnd
 * @property {number} amount_vnd
 *
 * @typedef {object} Totals subtotal (gross) − discount (all) = total; lines in order
 * @property {PricedLine[]} lines
 * @property {number} subtotal_vnd
 * @property {number} discount_vnd
 * @property {number} total_vnd
 *
 * @typedef {object} Portion a quantity of a sold line and its net money
 * @property {number} quantity_milli
 * @property {number} amount_vnd
 */

/**
 * The sums of a basket. The basket's discount is split over the lines by their nets.
 * @param {{lines: readonly UnpricedLine[], discount: Discount | null}} basket
 * @returns {Totals}
 */
export function price(basket) {
  const own = basket.lines.map((line) => {
    const gross = lineAmount(line.unit_price_vnd, line.quantity_milli);
    return { gross, off: discountOn(gross, line.discount) };
  });
  const nets = own.map(({ gross, off }) => gross - off);
  const shares = split(discountOn(sum(nets), basket.discount), nets);
  const lines = own.map(({ gross, off }, at) => ({
    gross_vnd: gross,
    line_discount_vnd: off,
    basket_share_vnd: shares[at],
    amount_vnd: gross - off - shares[at],
  }));
  const subtotal = sum(lines.map((line) => line.gross_vnd));
  const total = sum(lines.map((line) => line.amount_vnd));
  return { lines, subtotal_vnd: subtotal, discount_vnd: subtotal - total, total_vnd: total };
}

/**
 * The money of a quantity given back, after what was refunded before; all refunds of a line
 * together give exactly what was paid for it.
 * @param {Readonly<Portion>} sold
 * @param {Readonly<Portion>} refunded so far
 * @param {number} quantityMilli
 * @throws {RangeError} no quantity, or more than is left of the line
 */
export function refundAmount(sold, refunded, quantityMilli) {
  const back = refunded.quantity_milli + quantityMilli;
  if (quantityMilli <= 0 || back > sold.quantity_milli) {
    throw new RangeError(`refund of ${quantityMilli}`);
  }
  return proportion(sold.amount_vnd, back, sold.quantity_milli) - refunded.amount_vnd;
}

/**
 * @param {number} amount
 * @param {Discount | null | undefined} discount
 */
function discountOn(amount, discount) {
  if (!discount) return 0;
  if (discount.kind === 'amount') return Math.min(discount.amount_vnd, amount);
  return percentOf(amount, discount.percent_milli);
}

/** @param {readonly number[]} amounts */
function sum(amounts) {
  return amounts.reduce((total, amount) => total + amount, 0);
}
