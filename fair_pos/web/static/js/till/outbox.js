// @ts-check
/** Sends what was kept, in order and in batches, until the server has said yes or no to each. */

import { Later, post, Refused } from './api.js';
import { queues } from './earlier.js';
import { noteEpoch } from './epoch.js';
import { countOf, keep, settle, waitingAfter } from './facts.js';
import { newId } from './ids.js';
import { alone } from './lease.js';
import { newPublicCode } from './publiccode.js';
import { repaint } from './screens.js';
import { hearTime } from './servertime.js';
import { delivered, isLater, wire } from './settling.js';
import { state } from './state.js';
import { tell } from './strip.js';
import { sayToTabs } from './tabs.js';
import { t } from './texts.js';

const BATCH = 20;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

let size = BATCH;
let slow = 0;
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
 * Two tabs may hold the same basket: what was paid there is never taken for what is paid here.
 * @param {{id: string, path: string, body: any}} fact
 */
export async function tellNumbered(fact) {
  const { booth, till } = state.catalogue;
  const numbering = { till_id: till.id, prefix: `${booth.code}-${till.series}`, last_seq: till.last_seq };
  let kept = await keep(fact, numbering);
  if (isAnother(kept.body, fact.body)) {
    const id = newId();
    kept = await keep({ ...fact, id, body: { ...fact.body, id, public_code: newPublicCode() } }, numbering);
  }
  await countWaiting();
  void send();
  return kept;
}

/** @param {any} kept @param {any} given */
function isAnother(kept, given) {
  const goods = (/** @type {any} */ body) => JSON.stringify([body.lines, body.total_vnd]);
  return kept.corrects_id === undefined && goods(kept) !== goods(given);
}

/** Sends all that waits, one run at a time and one tab at a time. */
export async function send() {
  if (!state.catalogue) return;
  clearTimeout(timer);
  running ??= alone(round, later)
    .catch(later)
    .finally(() => {
      running = null;
    });
  await running;
}

/** Counts what waits, for the status line; what another booth's till left here is not ours to send. */
export async function countWaiting() {
  const ours = (await queues()).filter((one) => !one.foreign);
  const counts = await Promise.all(ours.map((one) => countOf(one.db)));
  state.waiting = counts.reduce((sum, one) => sum + one.number, 0);
  state.oldestWaitingAt = counts.map((one) => one.oldest).filter(Boolean).sort()[0] ?? '';
  if (!state.waiting) state.resending = false;
  repaint();
}

/** One walk over what waits, each fact asked once; what is left is asked later. */
async function round() {
  for (const queue of await queues()) if (!queue.foreign) await drain(queue);
  await countWaiting();
  if (state.waiting) later();
  else wait = FIRST_WAIT_MS;
}

/** @param {import('./earlier.js').Queue} queue */
async function drain({ db, till }) {
  let facts = await waitingAfter(db, 0, size);
  while (facts.length) {
    const settled = await settle(db, await delivered(facts, (some) => ask(till, some)));
    settled.filter((one) => one.state === 'refused' && !one.body.corrects_id).forEach((one) => tell(one.answer.message, 'fault'));
    if (settled.length) wait = FIRST_WAIT_MS;
    await countWaiting();
    sayToTabs('sent');
    facts = await waitingAfter(db, facts[facts.length - 1].place, size);
  }
}

/**
 * One batch. An envelope that is not understood is an answer; all else means later, and throws.
 * @param {{id: string, series: string} | undefined} till @param {import('./store.js').Fact[]} facts
 */
async function ask(till, facts) {
  try {
    const answer = await post('/batch', { till, facts: facts.map(wire) });
    if (!Array.isArray(answer.answers)) throw new Later('no answers');
    size = BATCH;
    slow = 0;
    hearTime(answer.server_time);
    await noteEpoch(answer.epoch);
    return { status: 200, code: '', message: '', answers: answer.answers };
  } catch (error) {
    if (error instanceof Later && error.message.startsWith('TimeoutError')) takeLess();
    if (!(error instanceof Refused) || isLater(error.status, error.code) || ![413, 422].includes(error.status)) {
      if (error instanceof Refused && error.status === 401) tell(t('Device not enrolled. Scan the code.'), 'fault');
      throw error;
    }
    return { status: error.status, code: error.code, message: error.message, answers: [] };
  }
}

/** Twice too slow in a row may be a server that cannot take so much at once. */
function takeLess() {
  slow += 1;
  if (slow > 1) size = Math.max(size >> 1, 1);
}

/** Sends at once: there is reason to think that the server is back. */
export function sendSoon() {
  wait = FIRST_WAIT_MS;
  return send();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(send, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT_MS);
}
