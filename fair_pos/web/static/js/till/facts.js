// @ts-check
/** The facts of one till's database: kept whole with their number, settled, sent again, forgotten. */

import { database } from './store.js';
import { serverNow } from './servertime.js';
import { asSettled, forgettable } from './settling.js';

const COOKIE_LIFE_S = 400 * 24 * 3600;
const UNCONFIRMED = ['waiting', 'refused'];
const DECIDED = ['sent', 'refused'];

/** @typedef {import('./store.js').Fact} Fact */

/**
 * Keeps a fact; one with a numbering takes the next number of the till in the same transaction.
 * The same id again gives the fact kept first.
 * @param {{id: string, path: string, body: any, state?: 'asked'}} fact
 * @param {{till_id: string, prefix: string, last_seq: number} | null} numbering
 * @returns {Promise<Fact>}
 */
export function keep(fact, numbering = null) {
  return new Promise((resolve, reject) => {
    const work = database().transaction(['meta', 'facts'], 'readwrite', { durability: 'strict' });
    const facts = work.objectStore('facts');
    const meta = work.objectStore('meta');
    /** @type {any} */
    let kept = { state: 'waiting', ...fact, saved_at: new Date().toISOString(), answer: null };
    work.oncomplete = () => {
      if (numbering) noteNumber(numbering.till_id, kept.body.seq);
      resolve(kept);
    };
    work.onabort = () => reject(work.error);
    const add = () => {
      facts.add(kept).onsuccess = (event) => {
        kept.place = /** @type {IDBRequest} */ (event.target).result;
      };
    };
    const number = () => {
      const last = meta.get('seq');
      last.onsuccess = () => {
        const seq = Math.max(last.result ?? 0, numbering?.last_seq ?? 0) + 1;
        meta.put(seq, 'seq');
        const receipt = `${numbering?.prefix}-${String(seq).padStart(6, '0')}`;
        kept = { ...kept, body: { ...kept.body, seq, number: receipt } };
        add();
      };
    };
    const before = facts.index('id').get(fact.id);
    before.onsuccess = () => {
      if (before.result) kept = before.result;
      else if (numbering) number();
      else add();
    };
  });
}

/**
 * Gives a refused document's number back, which was on no paper, where it is still the last one.
 * @param {Fact} fact @returns {Promise<boolean>} whether number and fact are gone
 */
export function giveBack(fact) {
  return new Promise((resolve, reject) => {
    const work = database().transaction(['meta', 'facts'], 'readwrite', { durability: 'strict' });
    const last = work.objectStore('meta').get('seq');
    let gone = false;
    last.onsuccess = () => {
      gone = last.result === fact.body.seq && fact.body.seq > 1;
      if (!gone) return;
      work.objectStore('meta').put(fact.body.seq - 1, 'seq');
      work.objectStore('facts').delete(fact.place);
    };
    work.oncomplete = () => resolve(gone);
    work.onabort = () => reject(work.error);
  });
}

/** A second place for the highest number: it outlives a lost database. @param {string} tillId @param {number} seq */
function noteNumber(tillId, seq) {
  document.cookie = `fair_pos_seq=${tillId}:${seq};max-age=${COOKIE_LIFE_S};samesite=strict`;
}

/**
 * What waits behind a place, in order.
 * @param {IDBDatabase} db @param {number} place @param {number} number at most so many
 * @returns {Promise<Fact[]>}
 */
export async function waitingAfter(db, place, number) {
  /** @type {Fact[]} */
  const found = [];
  await walk(db, 'readonly', 'waiting', (fact) => {
    if (fact.place > place) found.push(fact);
    return found.length < number;
  });
  return found;
}

/** How many wait, and since when. @param {IDBDatabase} db */
export async function countOf(db) {
  const index = db.transaction('facts').objectStore('facts').index('state');
  const [number, first] = await Promise.all([result(index.count('waiting')), result(index.get('waiting'))]);
  return { number, oldest: first?.saved_at ?? '' };
}

/** Everything that is not confirmed. @param {IDBDatabase} db @returns {Promise<Fact[]>} */
export async function unconfirmed(db) {
  const all = await result(db.transaction('facts').objectStore('facts').getAll());
  return all.filter((/** @type {Fact} */ one) => UNCONFIRMED.includes(one.state));
}

/**
 * Keeps the server's answers, all or none; what it has not decided goes on waiting.
 * @param {IDBDatabase} db
 * @param {{id: string, status: number, answer: any}[]} answers
 * @returns {Promise<Fact[]>} the settled ones
 */
export function settle(db, answers) {
  const at = new Date(serverNow() ?? Date.now()).toISOString();
  /** @type {Fact[]} */
  const settled = [];
  return change(db, settled, (facts) => {
    for (const answer of answers) {
      const found = facts.index('id').get(answer.id);
      found.onsuccess = () => {
        const next = found.result && asSettled(found.result, answer, at);
        if (!next) return;
        settled.push(next);
        facts.put(next);
      };
    }
  });
}

/** Lets everything that is still kept be sent once more. @param {IDBDatabase} db @returns {Promise<number>} how many */
export async function sendAgain(db) {
  let number = 0;
  await walk(db, 'readwrite', null, (fact, cursor) => {
    if (!DECIDED.includes(fact.state)) return true;
    number += 1;
    cursor.update({ ...fact, state: 'waiting' });
    return true;
  });
  return number;
}

/** Forgets what is confirmed and of a shift closed two days ago, by the server's time. @param {IDBDatabase} db */
export async function forgetOld(db) {
  const now = serverNow();
  if (now === null) return;
  const all = await result(db.transaction('facts').objectStore('facts').getAll());
  const old = forgettable(all, now);
  await change(db, null, (facts) => old.forEach((fact) => facts.delete(fact.place)));
}

/** @template T @param {IDBDatabase} db @param {T} value @param {(facts: IDBObjectStore) => void} work @returns {Promise<T>} */
function change(db, value, work) {
  return new Promise((resolve, reject) => {
    const doing = db.transaction('facts', 'readwrite');
    doing.oncomplete = () => resolve(value);
    doing.onabort = () => reject(doing.error);
    work(doing.objectStore('facts'));
  });
}

/**
 * @param {IDBDatabase} db @param {IDBTransactionMode} mode @param {string | null} state
 * @param {(fact: Fact, cursor: IDBCursorWithValue) => boolean} each false ends the walk
 * @returns {Promise<void>}
 */
function walk(db, mode, state, each) {
  return new Promise((resolve, reject) => {
    const work = db.transaction('facts', mode);
    const facts = work.objectStore('facts');
    const cursor = state ? facts.index('state').openCursor(state) : facts.openCursor();
    work.oncomplete = () => resolve();
    work.onabort = () => reject(work.error);
    cursor.onsuccess = () => cursor.result && each(cursor.result.value, cursor.result) && cursor.result.continue();
  });
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
