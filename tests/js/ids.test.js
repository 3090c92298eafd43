// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ALPHABET, checkSign, codeOf, newId, readCode } from '../../fair_pos/web/static/js/till/ids.js';
import { cases } from './cases.js';

test('an id is a UUIDv7 that begins with its time', () => {
  const id = newId(Date.UTC(2026, 10, 21, 3, 42));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2026, 10, 21, 3, 42));
});

test('a thousand ids of one millisecond differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => newId(1_795_000_000_000)));
  assert.equal(ids.size, 1000);
});

for (const { number, length, code } of cases('codes').codes) {
  test(`code of ${number}: ${code}`, () => {
    assert.equal(codeOf(number, length), code);
    assert.equal(readCode(`${code.slice(0, 2)} ${code.slice(2).toLowerCase()}`), code);
  });
}

for (const wrong of cases('codes').wrong) {
  test(`no code of ours: "${wrong}"`, () => assert.equal(readCode(wrong), null));
}

test('a number too large for its code is refused', () => {
  assert.throws(() => codeOf(28 ** 5, 6), RangeError);
  assert.equal(codeOf(28 ** 5 - 1, 6).slice(0, 5), 'ZZZZZ');
});

test('every single wrong sign is caught', () => {
  const code = `B4K7R2XQ9${checkSign('B4K7R2XQ9')}`;
  for (let at = 0; at < code.length; at += 1) {
    for (const sign of ALPHABET.replace(code[at], '')) {
      assert.equal(readCode(code.slice(0, at) + sign + code.slice(at + 1)), null);
    }
  }
});
