// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { build, crc16, memoFor } from '../../fair_pos/web/static/js/till/vietqr.js';
import { cases } from './cases.js';

const table = cases('vietqr');

for (const { story, bank_bin, account, amount_vnd, memo, text } of table.build) {
  test(`build: ${story}`, () => assert.equal(build(bank_bin, account, amount_vnd, memo), text));
}

for (const { story, bank_bin, account, amount_vnd, memo } of table.refused) {
  test(`build refuses: ${story}`, () => {
    assert.throws(() => build(bank_bin, account, amount_vnd, memo), RangeError);
  });
}

for (const [booth, saleId, memo] of table.memo) {
  test(`memo: ${memo}`, () => assert.equal(memoFor(booth, saleId), memo));
}

for (const [text, crc] of table.crc) {
  test(`crc of "${text}"`, () => assert.equal(crc16(text), crc));
}
