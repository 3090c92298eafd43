// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { identify } from '../../fair_pos/web/static/js/till/codekinds.js';
import { textAtEnd, withKey } from '../../fair_pos/web/static/js/till/scanner.js';
import { cases } from './cases.js';

const table = cases('scan');

for (const { text, ...facts } of table.identify) {
  test(`identify: ${text}`, () => {
    const found = identify(text);
    if (found.kind === 'vietqr') delete found.fault;
    assert.deepEqual(found, facts);
  });
}

for (const { story, keys, text } of table.typed) {
  test(`typed: ${story}`, () => assert.equal(textAtEnd(keys), text));
}

test('a Vietnamese keyboard takes a letter back and sends its own', () => {
  const keys = [
    ...['KeyP', 'KeyO', 'Backspace'].map((code) => ({ code, key: code === 'Backspace' ? code : '' })),
    { code: '', key: 'Ó' },
    { code: 'Slash', key: '/' },
    { code: 'Slash', key: '?', shiftKey: true },
    { code: 'Digit9', key: '(', shiftKey: true },
    { code: 'Numpad7', key: '7' },
    { code: 'BracketRight', key: ']', ctrlKey: true },
    { code: 'ShiftLeft', key: 'Shift', shiftKey: true },
  ];
  assert.equal(keys.reduce(withKey, ''), 'PÓ/?(7\x1d');
});
