// @ts-check
/** One tab sends at a time: by the browser's locks, on plain http by a note in the database. */

import { newId } from './ids.js';
import { database } from './store.js';

const LEASE_MS = 12_000;
const me = newId();

/**
 * Does the work if no other tab is at it. Never what makes it correct: ids do; this saves traffic.
 * @param {() => Promise<void>} work
 * @param {() => void} otherwise
 * @returns {Promise<void>}
 */
export async function alone(work, otherwise) {
  if (navigator.locks) {
    await navigator.locks.request('fair-pos-outbox', { ifAvailable: true }, (lock) => (lock ? work() : otherwise()));
    return;
  }
  if (!(await take())) {
    otherwise();
    return;
  }
  const renewal = setInterval(take, LEASE_MS / 3);
  await work().finally(() => {
    clearInterval(renewal);
    return give();
  });
}

/** @returns {Promise<boolean>} */
function take() {
  return change((meta, lease, answer) => {
    const free = !lease || lease.me === me || lease.until < Date.now();
    if (free) meta.put({ me, until: Date.now() + LEASE_MS }, 'lease');
    answer(free);
  });
}

/** @returns {Promise<boolean>} */
function give() {
  return change((meta, lease, answer) => {
    if (lease?.me === me) meta.delete('lease');
    answer(true);
  });
}

/**
 * @param {(meta: IDBObjectStore, lease: any, answer: (free: boolean) => void) => void} decide
 * @returns {Promise<boolean>}
 */
function change(decide) {
  return new Promise((resolve, reject) => {
    const work = database().transaction('meta', 'readwrite');
    const meta = work.objectStore('meta');
    const lease = meta.get('lease');
    let free = false;
    lease.onsuccess = () => decide(meta, lease.result, (found) => (free = found));
    work.oncomplete = () => resolve(free);
    work.onabort = () => reject(work.error);
  });
}
