// @ts-check
/** The life of the server's database: when another one answers, all that is kept is sent again. */

import { queues } from './earlier.js';
import { sendAgain } from './facts.js';
import { state } from './state.js';

/**
 * Takes note of the database that answered. A restored backup lacks what came after it: every fact
 * that is still here waits again before the new life is written down, so a power cut between the
 * two only makes it be sent once more.
 * @param {string | undefined} epoch
 */
export async function noteEpoch(epoch) {
  if (!epoch) return;
  for (const { db } of await queues()) {
    const known = await meta(db, 'readonly', (store) => store.get('epoch'));
    if (known === epoch) continue;
    if (known && (await sendAgain(db))) state.resending = true;
    await meta(db, 'readwrite', (store) => store.put(epoch, 'epoch'));
  }
}

/** @param {IDBDatabase} db @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work @returns {Promise<any>} */
function meta(db, mode, work) {
  return new Promise((resolve, reject) => {
    const doing = db.transaction('meta', mode);
    const request = work(doing.objectStore('meta'));
    doing.oncomplete = () => resolve(request.result);
    doing.onabort = () => reject(doing.error);
  });
}
