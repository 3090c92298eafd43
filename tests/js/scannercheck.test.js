// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judge, pace, received, TEST_TEXT } from '../../fair_pos/web/static/js/till/scannercheck.js';

const PLAIN = /** @type {Record<string, string>} */ ({ ':': 'Semicolon', '/': 'Slash', '-': 'Minus', '.': 'Period' });

/** The keys of a right scanner. @param {string} text @param {number} [gap] */
function typed(text, gap = 20) {
  return [...text].map((key, at) => ({
    code: PLAIN[key] ?? (/\d/.test(key) ? `Digit${key}` : `Key${key}`),
    key, shiftKey: /[A-Z:]/.test(key), timeStamp: at * gap,
  }));
}
const right = typed(TEST_TEXT);

test('all signs and Enter: right', () => assert.equal(judge(right, 'Enter'), 'right'));
test('Tab ends a scan as well', () => assert.equal(judge(right, 'Tab'), 'right'));
test('Caps Lock turns letters around and harms nothing', () => {
  const turned = right.map((one) => ({ ...one, key: one.key.toLowerCase() }));
  assert.equal(judge(turned, 'Enter'), 'right');
});
test('nothing at the end: no Enter', () => assert.equal(judge(right, ''), 'no-enter'));
test('a letter with marks comes from a Vietnamese keyboard', () => {
  const unikey = [...right.slice(0, 14), { code: 'Backspace', key: 'Backspace', timeStamp: 1 }, { code: '', key: 'Â', timeStamp: 2 }, ...right.slice(15)];
  assert.equal(judge(unikey, 'Enter'), 'vietnamese');
});
test('a composing method of input is one, too', () => {
  assert.equal(judge(right.map((one) => ({ ...one, key: 'Process', isComposing: true })), 'Enter'), 'vietnamese');
});
test('another layout at the device', () => {
  const french = right.map((one) => ({ ...one, key: one.key === 'A' ? 'Q' : one.key === 'Q' ? 'A' : one.key }));
  assert.equal(judge(french, 'Enter'), 'layout');
  assert.match(received(french).byKey, /FQIR-QQ1/);
});
test('another layout in the scanner', () => {
  assert.equal(judge(typed(TEST_TEXT.replaceAll('Q', 'A')), 'Enter'), 'layout');
});
test('signs that are lost, or another code', () => {
  assert.equal(judge(right.slice(3), 'Enter'), 'short');
  assert.equal(judge(typed('8934563138165'), 'Enter'), 'short');
});
test('the pace is the middle gap', () => assert.equal(pace(typed('ABCD', 90)), 90));
test('one key has no pace', () => assert.equal(pace(typed('A')), 0));
