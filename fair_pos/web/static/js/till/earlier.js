// @ts-check
/** The tills that this device was before: their databases, opened once and kept open. */

import { tillIds } from './catalogue.js';
import { connect, database } from './store.js';
import { state } from './state.js';

/**
 * @typedef {object} Queue the facts of one till on this device
 * @property {IDBDatabase} db
 * @property {{id: string, series: string} | undefined} till undefined: the till that it is now
 * @property {any} catalogue
 * @property {boolean} foreign of another booth: it cannot be handed in from here
 */

const LISTED = 'fair-pos-tills';
/** @type {Promise<Queue[]> | null} */
let opened = null;

/** This till's queue first, then those of earlier ones. @returns {Promise<Queue[]>} */
export async function queues() {
  if (!state.catalogue) return [];
  opened ??= openEarlier();
  return [{ db: database(), till: undefined, catalogue: state.catalogue, foreign: false }, ...(await opened)];
}

async function openEarlier() {
  const now = state.catalogue.till.id;
  const ids = 'databases' in indexedDB ? await tillIds() : listed();
  localStorage.setItem(LISTED, JSON.stringify([...new Set([...ids, now])]));
  const found = await Promise.all(ids.filter((id) => id !== now).map((id) => openOne(id).catch(() => null)));
  return found.filter((one) => one !== null);
}

/** @param {string} id @returns {Promise<Queue | null>} */
async function openOne(id) {
  const db = await connect(id);
  const kept = await new Promise((resolve) => {
    const request = db.transaction('meta').objectStore('meta').get('catalogue');
    request.onsuccess = () => resolve(request.result?.body ?? null);
  });
  if (!kept) {
    db.close();
    return null;
  }
  const { series } = kept.till;
  return { db, till: { id, series }, catalogue: kept, foreign: kept.booth.id !== state.catalogue.booth.id };
}

/** Where the browser does not list its databases. @returns {string[]} */
function listed() {
  return JSON.parse(localStorage.getItem(LISTED) ?? '[]');
}
