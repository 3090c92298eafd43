// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fold, matches } from '../../fair_pos/web/static/js/till/fold.js';
import { cases } from './cases.js';

for (const [written, folded] of cases('fold')) {
  test(`fold: ${JSON.stringify(written)}`, () => assert.equal(fold(written), folded));
}

test('all words must stand in the key, in any order', () => {
  const key = fold('Chả mực giã tay Hạ Long');
  assert.ok(matches(key, 'MỰC cha'));
  assert.ok(matches(key, ''));
  assert.ok(!matches(key, 'cha ca'));
});
