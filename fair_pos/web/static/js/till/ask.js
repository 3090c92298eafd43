// @ts-check
/**
 * Asks the server first and does not wait for it long: when no answer comes, the device decides.
 *
 * What must not be done before the server's yes is kept as `asked`: its number is taken, nothing
 * is handed out. A yes makes it `sent`; silence and a decision of the device make it `waiting`,
 * the same document under the same id, now marked as having happened. Where the first question
 * did reach the server, the second is the same document again and is answered, not written twice.
 */

import { Later, post, Refused } from './api.js';
import { silent, silentMs } from './connection.js';
import { giveBack, keep } from './facts.js';
import { countWaiting, send } from './outbox.js';
import { isLater, withoutPin } from './settling.js';
import { serverNow } from './servertime.js';
import { state } from './state.js';
import { readAll, remove, waiting, write } from './store.js';

const PATIENCE_MS = 2000;
/** While the server is known to be silent. */
const SHORT_PATIENCE_MS = 700;
/** Older questions have nobody who waits for their answer. */
const LEFT_AFTER_MS = 60_000;
const UNKNOWN_THERE = 404;

/**
 * @typedef {object} Said
 * @property {'sent' | 'refused' | 'silent'} state
 * @property {any} answer the server's, or its refusal: code and message
 */

/**
 * What was asked for, or Later when it does not come in time.
 * @template T
 * @param {Promise<T>} answer
 * @returns {Promise<T>}
 */
export async function inTime(answer) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Later('no answer in time')), silentMs() ? SHORT_PATIENCE_MS : PATIENCE_MS);
  });
  try {
    return /** @type {T} */ (await Promise.race([answer, late]));
  } catch (error) {
    if (error instanceof Later) silent(false);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks the server for its yes. Safe to repeat: the same id stays the same fact.
 * @param {{id: string, path: string, body: any, document?: any}} fact
 * @param {boolean} numbered takes the next receipt number
 * @returns {Promise<Said>}
 */
export async function ask(fact, numbered = false) {
  const kept = await keepAsked(fact, numbered);
  if (kept.state === 'sent') return { state: 'sent', answer: kept.answer };
  if (kept.state === 'waiting' || !(await isCaughtUp())) return { state: 'silent', answer: null };
  try {
    const answer = await inTime(post(kept.path, kept.body));
    // from now on it has happened: a server restored from an older backup must not refuse it
    const body = { ...withoutPin(kept.body), happened: true };
    await write('facts', { ...kept, body, state: 'sent', sent_at: new Date(serverNow() ?? Date.now()).toISOString(), answer });
    return { state: 'sent', answer };
  } catch (error) {
    if (!isDecided(error)) return { state: 'silent', answer: null };
    const { code, message, status } = /** @type {Refused} */ (error);
    const answer = { code, message, status };
    if (!numbered) await remove('facts', kept.place);
    else if (!(await giveBack(kept))) await write('facts', { ...kept, body: withoutPin(kept.body), state: 'refused', answer });
    return { state: 'refused', answer };
  }
}

/**
 * The device has decided alone: this has happened, asked before or not, and the server must learn it.
 * @param {{id: string, path: string, body: any}} fact
 */
export async function happened(fact) {
  const kept = await keep({ ...fact, body: { ...fact.body, happened: true } });
  if (kept.state === 'asked') await write('facts', { ...kept, state: 'waiting', body: { ...kept.body, happened: true } });
  await countWaiting();
  void send();
}

/**
 * Gives back what nobody waits for any more: a number that was taken is handed in, the server may
 * know the document already; everything else did not happen.
 * @param {string} [id] of one question; without it those that a reload or a dead battery left
 */
export async function endAsking(id) {
  const facts = /** @type {import('./store.js').Fact[]} */ (await readAll('facts'));
  const isLeft = (/** @type {import('./store.js').Fact} */ fact) => Date.now() - Date.parse(fact.saved_at) > LEFT_AFTER_MS;
  for (const fact of facts.filter((one) => one.state === 'asked' && (id ? one.id === id : isLeft(one)))) {
    if (fact.body.number) await write('facts', { ...fact, state: 'waiting' });
    else await remove('facts', fact.place);
  }
  await countWaiting();
  void send();
}

/** Ends what a reload or a dead battery left undecided. */
export function leaveNothingAsked() {
  setTimeout(endAsking, LEFT_AFTER_MS);
}

/** Whether a refusal is a decision; anything else may change by itself. @param {unknown} error */
export function isDecided(error) {
  if (!(error instanceof Refused) || error.status === UNKNOWN_THERE) return false;
  return error.code === 'wait' || !isLater(error.status, error.code);
}

/** The server can decide for both only when it knows all that happened here. */
async function isCaughtUp() {
  if ((await waiting()).length) await inTime(send()).catch(() => null);
  return (await waiting()).length === 0;
}

/** @param {{id: string, path: string, body: any, document?: any}} fact @param {boolean} numbered */
async function keepAsked(fact, numbered) {
  const { booth, till } = state.catalogue;
  const numbering = numbered ? { till_id: till.id, prefix: `${booth.code}-${till.series}`, last_seq: till.last_seq } : null;
  const kept = await keep({ ...fact, state: 'asked' }, numbering);
  if (kept.state !== 'refused' && kept.state !== 'asked') return kept;
  const again = { ...kept, ...fact, state: /** @type {'asked'} */ ('asked'), body: { ...kept.body, ...fact.body } };
  await write('facts', again);
  return again;
}
