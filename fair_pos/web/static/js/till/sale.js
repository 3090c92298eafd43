// @ts-check
/** A sale as the server reads it, from the basket and how it was paid. Pure. */

import { price } from './totals.js';

/**
 * @typedef {object} Payment
 * @property {'cash' | 'vietqr' | 'other'} means
 * @property {number} amount_vnd
 */

/**
 * @param {import('./state.js').OpenBasket} basket with its sale id
 * @param {{person: any, shift: any, version: unknown, at: string}} context
 * @param {Payment[]} payments their sum is the total
 */
export function saleOf(basket, context, payments) {
  const { sale } = basket;
  if (!sale) throw new Error('the sale id is made when the pay sheet opens');
  return {
    id: sale.id,
    public_code: sale.public_code,
    kind: 'sale',
    shift_id: context.shift.id,
    cashier_id: context.person.id,
    sold_at: context.at,
    catalogue_version: context.version,
    lines: basket.lines.map(({ key: _, ...line }) => line),
    discount: basket.discount,
    discount_reason: basket.discount_reason,
    approval: basket.approval,
    note: basket.note,
    total_vnd: price(basket).total_vnd,
    payments: payments.map((one) => ({ ...UNPAID, ...one })),
  };
}

const UNPAID = {
  tendered_vnd: null,
  change_vnd: null,
  state: 'confirmed_by_person',
  memo: '',
  bank_bin: '',
  account_number: '',
  shown_at: null,
  claimed_at: null,
  confirmed_at: null,
  note: '',
};
