// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DENOMINATIONS, changeDue, countNotes, quickKeys, stillDue } from '../../fair_pos/web/static/js/till/cash.js';
import { cases } from './cases.js';

const { change, quick_keys, counts } = cases('cash');

for (const { story, due, given, missing, change: back } of change) {
  test(`change: ${story}`, () => {
    assert.equal(stillDue(due, given), missing);
    if (back === null) assert.throws(() => changeDue(due, given), RangeError);
    else assert.equal(changeDue(due, given), back);
  });
}

for (const { story, due, keys } of quick_keys) {
  test(`quick keys: ${story}`, () => assert.deepEqual(quickKeys(due), keys));
}

for (const { story, counts: count, sum } of counts) {
  test(`count: ${story}`, () => assert.equal(countNotes(count), sum));
}

test('eleven notes, largest first', () => {
  assert.equal(DENOMINATIONS.length, 11);
  assert.deepEqual([...DENOMINATIONS].sort((one, other) => other - one), DENOMINATIONS);
});

test('at most five keys, exact first, whatever is due', () => {
  for (let due = 0; due < 2_100_000; due += 700) {
    const keys = quickKeys(due);
    assert.ok(keys.length <= 5, `${due}: ${keys}`);
    assert.equal(keys[0], due);
  }
});
