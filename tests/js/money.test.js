// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as money from '../../fair_pos/web/static/js/till/money.js';
import * as quantity from '../../fair_pos/web/static/js/till/quantity.js';
import { cases } from './cases.js';

for (const [amount, words] of cases('words')) {
  test(`in words: ${amount}`, () => assert.equal(money.amountInWords(amount), words));
}

test('đồng are written with points and a true minus', () => {
  assert.equal(money.formatVnd(0), '0');
  assert.equal(money.formatVnd(999), '999');
  assert.equal(money.formatVnd(1_234_567), '1.234.567');
  assert.equal(money.formatVnd(-9_000), '\u22129.000');
  assert.equal(money.formatVndUnit(441_000), '441.000\u00a0đ');
});

test('the pad never multiplies silently and drops leading zeros', () => {
  const type = (...keys) => keys.reduce(money.typeKey, '');
  assert.equal(type('5', '0', '0'), '500');
  assert.equal(type('5', '0', '0', '000'), '500000');
  assert.equal(type('000', '0', '7'), '7');
  assert.equal(type('4', '4', 'back'), '4');
  assert.equal(type('back'), '');
  assert.equal(type('4', '4', 'clear'), '');
});

test('the pad stops at twelve digits', () => {
  assert.equal(money.typeKey('999999999999', '0'), '999999999999');
  assert.equal(money.typeKey('9999999999', '000'), '9999999999');
  assert.equal(money.readAmount('999999999999'), money.MAX_VND);
});

test('a typed amount is đồng, with or without points', () => {
  assert.equal(money.readAmount('441.000'), 441_000);
  assert.equal(money.readAmount('441000'), 441_000);
  assert.equal(money.readAmount(''), 0);
  for (const wrong of ['44.10', '441,000', '-5', '85k', '1e3', '1000000000000']) {
    assert.equal(money.readAmount(wrong), null, wrong);
  }
});

test('halves go away from zero, zero has no sign', () => {
  assert.equal(money.proportion(5, 1, 2), 3);
  assert.equal(money.proportion(-5, 1, 2), -3);
  assert.ok(Object.is(money.proportion(-1, 1, 3), 0));
  assert.equal(money.percentOf(90_000, 10_000), 9_000);
});

test('a split sums to the whole', () => {
  assert.deepEqual(money.split(10_000, [1, 1, 1]), [3334, 3333, 3333]);
  assert.deepEqual(money.split(7, [0, 0]), [7, 0]);
  assert.deepEqual(money.split(7, []), []);
});

test('quantities are read and written with a comma', () => {
  assert.equal(quantity.parseQuantity('0,45'), 450);
  assert.equal(quantity.parseQuantity(' 3 '), 3000);
  assert.equal(quantity.parseQuantity('1.25'), 1250);
  for (const wrong of ['', '0', '0,000', ',5', '1,2345', '-1', '123456', 'x']) {
    assert.equal(quantity.parseQuantity(wrong), null, wrong);
  }
  assert.equal(quantity.formatWeight(450), '0,450');
  assert.equal(quantity.formatWeight(-450), '\u22120,450');
  assert.equal(quantity.formatQuantity(450), '0,45');
  assert.equal(quantity.formatQuantity(2000), '2');
  assert.equal(quantity.formatQuantity(-1_234_500), '\u22121.234,5');
  assert.equal(quantity.lineAmount(600_000, 450), 270_000);
});
