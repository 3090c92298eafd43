// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judge } from '../../fair_pos/web/static/js/till/labelcheck.js';

/** Serial 417, written 000HV, with the key "0" of product B4K7R2XQ96. */
const OURS = 'B4K7R2XQ960000HV496P2R4M';
const run = { code: 'B4K7R2XQ96', key: '0', first: 416, last: 418, heads: '0149QQ' };

test('a label whose proof begins as the till was told is of this system', () => {
  assert.equal(judge(OURS, [run]), '');
});

test('another proof under a printed serial is not', () => {
  assert.equal(judge(OURS.replace('0HV496', '0HV946'), [run]), 'foreign');
  assert.equal(judge(OURS.replace('000HV', '000HX'), [run]), 'foreign');
});

test('a serial, a product or a key of which the till was told nothing is unknown', () => {
  for (const other of [{ first: 418, last: 500 }, { last: 416 }, { code: '0000000009' }, { key: '1' }]) {
    assert.equal(judge(OURS, [{ ...run, ...other }]), 'unknown');
  }
  assert.equal(judge(OURS, []), 'unknown');
});
