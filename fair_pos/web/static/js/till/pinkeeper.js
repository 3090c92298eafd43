// @ts-check
/**
 * Lets people in, and leaders approve, while the server does not answer.
 *
 * This is a screen lock against mistakes and passers-by, not security. After the server said yes
 * to a PIN on this very device, a salted, slow digest of it is kept here, never the PIN. Somebody
 * who can read the device's storage can try all 10.000 PINs in an hour; what they could do with it
 * is what anybody can who holds an unlocked till. While the server answers, it alone decides, with
 * its own locks; what was approved here without it is checked there again when it arrives.
 */

import { sha256 } from './sha256.js';
import { givenName, state } from './state.js';
import { read, write } from './store.js';
import { t } from './texts.js';

const PINS = 'pins';
const TRIES = 'pin-tries';
/** 25 ms on a laptop, 150 ms at a sixth of its speed. */
const ROUNDS = 10_000;
const TRIES_MAX = 5;
const LOCK_MS = 60_000;

/** Keeps what a PIN fits, after the server said yes to it. @param {string} personId @param {string} pin */
export async function rememberPin(personId, pin) {
  const salt = hex(crypto.getRandomValues(new Uint8Array(16)));
  const kept = await verifiers();
  await write('meta', { ...kept, [personId]: { salt, digest: slowDigest(pin, salt) } }, PINS);
}

/** The server said that the PIN is wrong: what is kept here may be an old one. @param {string} personId */
export async function forgetPin(personId) {
  const { [personId]: _, ...rest } = await verifiers();
  await write('meta', rest, PINS);
}

/**
 * Checks a PIN without the server; the try is counted before it is compared, also across a reload.
 * @param {string} personId
 * @param {string} pin
 * @returns {Promise<{state: 'ok' | 'wrong' | 'unknown', words: string}>} words tell what to do
 */
export async function checkPin(personId, pin) {
  const known = (await verifiers())[personId];
  if (!known) return { state: 'unknown', words: await unknownWords() };
  const tries = (await read('meta', TRIES)) ?? { in_row: 0, locked_until: 0 };
  const left = tries.locked_until - Date.now();
  if (left > 0 && left <= LOCK_MS) return { state: 'wrong', words: t('Try again in 1 minute') };
  const inRow = tries.in_row + 1;
  const isLast = inRow >= TRIES_MAX;
  await write('meta', { in_row: isLast ? 0 : inRow, locked_until: isLast ? Date.now() + LOCK_MS : 0 }, TRIES);
  if (slowDigest(pin, known.salt) !== known.digest) {
    return { state: 'wrong', words: isLast ? t('Try again in 1 minute') : t('Wrong PIN, {n} tries left', { n: TRIES_MAX - inRow }) };
  }
  await write('meta', { in_row: 0, locked_until: 0 }, TRIES);
  return { state: 'ok', words: '' };
}

/**
 * The digest that a PIN is compared by, slow on purpose.
 * @param {string} pin
 * @param {string} salt
 */
export function slowDigest(pin, salt) {
  const salted = new TextEncoder().encode(salt + pin);
  let digest = sha256(salted);
  const block = new Uint8Array(48);
  block.set(sha256(salted).subarray(0, 16), 32);
  for (let round = 0; round < ROUNDS; round += 1) {
    block.set(digest);
    digest = sha256(block);
  }
  return hex(digest);
}

async function unknownWords() {
  const kept = await verifiers();
  const names = state.catalogue.staff.filter((/** @type {any} */ one) => kept[one.id]).map(givenName).join(', ');
  if (!names) return t('The first time on this device needs the network. Nobody can get in without it yet.');
  return t('The first time on this device needs the network. Without it can get in: {names}.', { names });
}

/** @returns {Promise<Record<string, {salt: string, digest: string}>>} */
async function verifiers() {
  return (await read('meta', PINS)) ?? {};
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
