// @ts-check
/** Sends what was kept, in order, until the server has said yes or no. */

import { post, Refused } from './api.js';
import { state } from './state.js';
import { factOf, keep, waiting, write } from './store.js';
import { repaint } from './screens.js';
import { tell } from './strip.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const FINAL = [400, 404, 409, 410, 413, 422];

let wait = FIRST_WAIT_MS;
/** @type {Promise<void> | null} */
let running = null;
/** @type {ReturnType<typeof setTimeout>} */
let timer;

/**
 * Keeps a fact on the device and starts sending it. Resolves when it is complete on the device.
 * @param {{id: string, path: string, body: any}} fact
 */
export async function tellServer(fact) {
  const kept = await keep(fact);
  await countWaiting();
  void send();
  return kept;
}

/**
 * Keeps a sale, refund or void: takes the next receipt number in the same transaction.
 * @param {{id: string, path: string, body: any}} fact
 */
export async function tellNumbered(fact) {
  const { booth, till } = state.catalogue;
  const kept = await keep(fact, { prefix: `${booth.code}-${till.series}`, last_seq: till.last_seq });
  await countWaiting();
  void send();
  return kept;
}

/** Sends all that waits, one run at a time and one tab at a time where the browser can lock. */
export function send() {
  running ??= inOneTab(drain).finally(() => {
    running = null;
  });
  return running;
}

/** Sends now; a fact's state after it. @param {string} id */
export async function sendNow(id) {
  await running;
  await send();
  return factOf(id);
}

/** Counts what waits, for the status line. */
export async function countWaiting() {
  const facts = await waiting();
  state.waiting = facts.length;
  state.oldestWaitingAt = facts[0]?.saved_at ?? '';
  repaint();
}

/** @param {() => Promise<void>} work @returns {Promise<void>} */
function inOneTab(work) {
  if (!navigator.locks) return work();
  return /** @type {Promise<any>} */ (
    navigator.locks.request('fair-pos-outbox', { ifAvailable: true }, (lock) => (lock ? work() : later()))
  );
}

async function drain() {
  for (let facts = await waiting(); facts.length; facts = await waiting()) {
    for (const fact of facts) {
      if (!(await deliver(fact))) {
        await later();
        return;
      }
      await countWaiting();
    }
  }
  wait = FIRST_WAIT_MS;
}

/** False when the server has not decided. @param {import('./store.js').Fact} fact */
async function deliver(fact) {
  try {
    const answer = await post(fact.path, fact.body);
    await write('facts', { ...fact, body: withoutPin(fact.body), state: 'sent', answer });
    return true;
  } catch (error) {
    if (!isFinal(error, fact)) return false;
    const { code, message, status } = /** @type {Refused} */ (error);
    await write('facts', { ...fact, state: 'refused', answer: { code, message, status } });
    if (!fact.body.corrects_id) tell(message, 'fault');
    return true;
  }
}

/** A sale is never refused for its PIN; a correction is. @param {unknown} error @param {import('./store.js').Fact} fact */
function isFinal(error, fact) {
  if (!(error instanceof Refused)) return false;
  if (FINAL.includes(error.status)) return true;
  return error.status === 403 && Boolean(fact.body.corrects_id) && error.code !== 'http';
}

/** @param {any} body */
function withoutPin(body) {
  return body.approval ? { ...body, approval: { ...body.approval, pin: '' } } : body;
}

async function later() {
  clearTimeout(timer);
  timer = setTimeout(send, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT_MS);
}
