// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asSettled, delivered, forgettable, isLater, wire, withoutPin } from '../../fair_pos/web/static/js/till/settling.js';

const HOUR = 3600_000;
const NOW = Date.UTC(2027, 0, 31, 12);

/** @param {number} place @param {any} [fields] @returns {any} */
function fact(place, fields = {}) {
  const id = `fact-${place}`;
  return { place, id, path: '/sales', state: 'waiting', saved_at: '2027-01-29T03:00:00Z', body: { shift_id: 's1' }, answer: null, ...fields };
}

for (const [status, code] of [[401, ''], [403, 'http'], [424, 'waits_for'], [425, ''], [429, ''], [500, ''], [502, ''], [507, '']]) {
  test(`${status} ${code} is no answer: the fact goes on waiting`, () => {
    assert.equal(isLater(Number(status), String(code)), true);
    assert.equal(asSettled(fact(1), { status: Number(status), answer: { code } }, ''), null);
  });
}

for (const status of [403, 404, 409, 410, 422]) {
  test(`${status} is the server's no: kept on the device with its reason`, () => {
    const settled = asSettled(fact(1), { status, answer: { code: 'sale_conflict', message: 'Khác nội dung.' } }, '');
    assert.equal(settled?.state, 'refused');
    assert.deepEqual(settled?.answer, { code: 'sale_conflict', message: 'Khác nội dung.', status });
  });
}

test('an answer without a status is no answer', () => {
  assert.equal(asSettled(fact(1), /** @type {any} */ ({ answer: {} }), ''), null);
});

test('a confirmed fact keeps its moment and loses its PIN', () => {
  const body = { approval: { person_id: 'p', pin: '2580' }, pin: '1379' };
  const settled = asSettled(fact(1, { body }), { status: 200, answer: { result: 'stored' } }, '2027-01-30T03:00:00Z');
  assert.equal(settled?.state, 'sent');
  assert.equal(settled?.sent_at, '2027-01-30T03:00:00Z');
  assert.deepEqual(settled?.body, { approval: { person_id: 'p', pin: '' }, pin: '' });
  assert.equal(withoutPin({ total_vnd: 1 }).pin, undefined);
});

test('frappe/erpnext#13388: an envelope that is not understood is halved down to its one cause', async () => {
  const facts = Array.from({ length: 20 }, (_, at) => fact(at));
  let posts = 0;
  const answers = await delivered(facts, async (some) => {
    posts += 1;
    if (some.some((one) => one.place === 13)) return { status: 422, code: 'malformed', message: 'Sai mẫu.', answers: [] };
    return { status: 200, code: '', message: '', answers: some.map(({ id }) => ({ id, status: 200, answer: {} })) };
  });
  assert.equal(answers.length, 20);
  assert.deepEqual(answers.filter((one) => one.status !== 200).map((one) => one.id), ['fact-13']);
  assert.ok(posts <= 11, `${posts} posts`);
});

/** @param {number} hours @param {string} shift */
const close = (hours, shift = 's1') =>
  fact(90, { path: `/shifts/${shift}/close`, state: 'sent', sent_at: new Date(NOW - hours * HOUR).toISOString(), body: {} });

test('what is confirmed is forgotten 48 hours after the confirmed close of its shift, not before', () => {
  const facts = [
    fact(1, { id: 's1', path: '/shifts', state: 'sent', body: { id: 's1' } }),
    fact(2, { state: 'sent' }),
    fact(3, { path: '/shifts/s1/cash', state: 'sent', body: {} }),
    fact(4, { state: 'sent', body: { shift_id: 's2' } }),
    fact(5),
    fact(6, { state: 'refused' }),
  ];
  const places = (/** @type {any[]} */ all) => forgettable(all, NOW).map((one) => one.place);
  assert.deepEqual(places([...facts, close(47)]), []);
  assert.deepEqual(places([...facts, close(49)]), [1, 2, 3, 90]);
  assert.deepEqual(places([...facts, { ...close(49), state: 'waiting' }]), []);
});

test('what was confirmed before says so when it travels again: its paper is not printed twice', () => {
  const body = { shift_id: 's1' };
  assert.deepEqual(wire(fact(1, { body })), { id: 'fact-1', path: '/sales', body });
  assert.deepEqual(wire(fact(1, { body, sent_at: '2027-01-30T03:00:00Z' })).body, { shift_id: 's1', again: true });
});
