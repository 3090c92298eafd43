// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as basket from '../../fair_pos/web/static/js/till/basket.js';
import { cases } from './cases.js';

const EGGS = freeze({ product_id: 'eggs', name: 'Trứng vịt biển Đồng Rui', unit: 'vỉ', sold_by: 'piece', price_vnd: 45_000 });
const SQUID = freeze({ product_id: 'squid', name: 'Mực một nắng Cô Tô loại 2', unit: 'kg', sold_by: 'weight', price_vnd: 600_000 });
const WATER = freeze({ product_id: 'water', name: 'Nước khoáng Quang Hanh', unit: 'chai', sold_by: 'piece', price_vnd: 12_000 });
const ORANGE = freeze({ product_id: 'orange', name: 'Cam Vạn Yên', unit: 'kg', sold_by: 'weight', price_vnd: 45_000 });

/** @template T @param {T} value @returns {any} */
function freeze(value) {
  if (value && typeof value === 'object') Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

/** @param {basket.Basket} full */
const quantities = (full) => full.lines.map((line) => line.quantity_milli);

for (const { story, lines, discount, expected } of cases('basket')) {
  test(`price: ${story}`, () => {
    const totals = basket.price(freeze({ lines, discount }));
    const sums = totals.lines.map((line) => [line.gross_vnd, line.line_discount_vnd, line.basket_share_vnd, line.amount_vnd]);
    assert.deepEqual({ ...totals, lines: sums }, expected);
  });
}

for (const { story, sold, refunded, quantity_milli, amount_vnd, refused } of cases('refund')) {
  test(`refund: ${story}`, () => {
    const portion = ([quantity, amount]) => ({ quantity_milli: quantity, amount_vnd: amount });
    const give = () => basket.refundAmount(portion(sold), portion(refunded), quantity_milli);
    if (refused) assert.throws(give, RangeError);
    else assert.equal(give(), amount_vnd);
  });
}

test('the sale of the manual, tapped together line by line', () => {
  let full = basket.addProduct(basket.EMPTY, SQUID, 450);
  full = basket.addProduct(full, EGGS);
  full = basket.addProduct(full, EGGS);
  full = basket.addProduct(full, WATER, 3000);
  full = basket.addProduct(full, ORANGE, 1200);
  full = basket.discountLine(full, 2, { kind: 'percent', percent_milli: 10_000 });
  const { subtotal_vnd, discount_vnd, total_vnd } = basket.price(full);
  assert.deepEqual([subtotal_vnd, discount_vnd, total_vnd], [450_000, 9_000, 441_000]);
});

test('a piece tapped again goes onto its line, a weighing makes a line of its own', () => {
  let full = basket.addProduct(freeze(basket.EMPTY), EGGS);
  full = basket.addProduct(freeze(full), SQUID, 450);
  full = basket.addProduct(freeze(full), EGGS);
  full = basket.addProduct(freeze(full), SQUID, 300);
  assert.deepEqual(quantities(full), [2000, 450, 300]);
  assert.equal(new Set(full.lines.map((line) => line.key)).size, 3);
});

test('a piece at the price of before does not take pieces at the new one', () => {
  const before = basket.addProduct(freeze(basket.EMPTY), { ...EGGS, price_vnd: 40_000 });
  const full = basket.addProduct(freeze(before), EGGS);
  assert.deepEqual(full.lines.map((line) => line.unit_price_vnd), [40_000, 45_000]);
});

test('a removed line comes back in its own place with all that it had', () => {
  let full = basket.addProduct(basket.EMPTY, EGGS);
  full = basket.addProduct(full, WATER);
  full = basket.noteLine(full, 1, 'Gói quà');
  const without = basket.removeLine(freeze(full), 1);
  assert.deepEqual(quantities(without), [1000]);
  assert.deepEqual(basket.restoreLine(freeze(without), full.lines[0], 0), full);
});

test('a line added after a removal never takes the key of the removed one', () => {
  const removed = basket.removeLine(basket.addProduct(basket.EMPTY, EGGS), 1);
  assert.equal(basket.addProduct(removed, WATER).lines[0].key, 2);
});

test('the discount of the whole basket is kept beside the lines', () => {
  const full = basket.discountBasket(freeze(basket.addProduct(basket.EMPTY, WATER)), { kind: 'amount', amount_vnd: 2_000 });
  assert.equal(basket.price(full).total_vnd, 10_000);
  assert.equal(basket.price(basket.discountBasket(full, null)).total_vnd, 12_000);
});

test('two scanned packs are one line with both labels, one scanned twice gives its label once', () => {
  let full = basket.addProduct(freeze(basket.EMPTY), { ...EGGS, label: 'A' });
  full = basket.addProduct(freeze(full), { ...EGGS, label: 'B' });
  full = basket.addProduct(freeze(full), { ...EGGS, label: 'A' });
  assert.deepEqual([full.lines[0].quantity_milli, full.lines[0].labels], [3000, ['A', 'B']]);
});

test('fewer pieces lose the labels scanned last, a line taken out and put back keeps its own', () => {
  let full = basket.addProduct(basket.EMPTY, { ...EGGS, label: 'A' });
  full = basket.addProduct(full, EGGS);
  full = basket.addProduct(full, { ...EGGS, label: 'B' });
  full = basket.setQuantity(freeze(full), 1, 2000);
  assert.deepEqual(full.lines[0].labels, ['A', 'B']);
  const one = basket.setQuantity(freeze(full), 1, 1000);
  assert.deepEqual(basket.setQuantity(freeze(one), 1, 2000).lines[0].labels, ['A']);
  const without = basket.removeLine(freeze(full), 1);
  assert.deepEqual(basket.restoreLine(without, full.lines[0], 0), full);
});

test('a weighing keeps its own label, whatever it weighs afterwards', () => {
  let full = basket.addProduct(basket.EMPTY, { ...SQUID, label: 'A' }, 450);
  full = basket.addProduct(full, { ...SQUID, label: 'B' }, 300);
  full = basket.setQuantity(full, 1, 2500);
  assert.deepEqual(full.lines.map((line) => line.labels), [['A'], ['B']]);
});

test('a line without a label says nothing of labels: its sale is hashed as before', () => {
  const full = basket.setQuantity(basket.addProduct(basket.EMPTY, EGGS), 1, 3000);
  assert.equal('labels' in full.lines[0], false);
});

test('no line without a quantity', () => {
  const full = basket.addProduct(basket.EMPTY, EGGS);
  for (const quantity of [0, -1000, NaN]) {
    assert.throws(() => basket.setQuantity(full, 1, quantity), RangeError);
    assert.throws(() => basket.addProduct(full, SQUID, quantity), RangeError);
  }
});

test('the empty basket cannot be written into', () => {
  assert.throws(() => /** @type {any} */ (basket.EMPTY.lines).push(1), TypeError);
});
