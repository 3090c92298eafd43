// @ts-check
/** What this device keeps: IndexedDB, one database per till, nothing shown before it is complete. */

import { t } from './texts.js';

/**
 * @typedef {object} Fact something that happened and that the server must learn
 * @property {number} place order of sending
 * @property {string} id
 * @property {string} path of the API
 * @property {'asked' | 'waiting' | 'sent' | 'refused'} state asked: the server decides, nothing was done yet
 * @property {string} saved_at
 * @property {string} [sent_at] when the server's yes was kept
 * @property {any} body
 * @property {any} answer
 */

export const PREFIX = 'fair-pos-till-';
const STORES = ['meta', 'baskets', 'facts'];

/** @type {IDBDatabase} */
let db;

/** Opens the database of this device's till. @param {string} tillId */
export async function openStore(tillId) {
  db = await connect(tillId);
}

/** The open database of this till. */
export function database() {
  return db;
}

/**
 * Opens a till's database as it is, older or newer; what it lacks is added, nothing is taken away.
 * @param {string} tillId
 * @param {number} [version]
 * @returns {Promise<IDBDatabase>}
 */
export function connect(tillId, version) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(PREFIX + tillId, version);
    request.onupgradeneeded = () => addMissing(request.result);
    request.onblocked = () => document.getElementById('screen')?.append(t('This till is open in another tab'));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const found = request.result;
      found.onclose = found.onversionchange = () => {
        found.close();
        if (found === db) location.reload();
      };
      if (STORES.every((name) => found.objectStoreNames.contains(name))) resolve(found);
      else {
        found.close();
        resolve(connect(tillId, found.version + 1));
      }
    };
  });
}

/** @param {IDBDatabase} found */
function addMissing(found) {
  const lacks = (/** @type {string} */ name) => !found.objectStoreNames.contains(name);
  if (lacks('meta')) found.createObjectStore('meta');
  if (lacks('baskets')) found.createObjectStore('baskets', { keyPath: 'id' });
  if (lacks('facts')) {
    const facts = found.createObjectStore('facts', { keyPath: 'place', autoIncrement: true });
    facts.createIndex('id', 'id', { unique: true });
    facts.createIndex('state', 'state');
  }
}

/**
 * @param {string} store
 * @param {IDBValidKey} key
 * @returns {Promise<any>}
 */
export function read(store, key) {
  return result(db.transaction(store).objectStore(store).get(key));
}

/** @param {string} store @returns {Promise<any[]>} */
export function readAll(store) {
  return result(db.transaction(store).objectStore(store).getAll());
}

/** The facts that the server has not confirmed, in order. @returns {Promise<Fact[]>} */
export function waiting() {
  return result(db.transaction('facts').objectStore('facts').index('state').getAll('waiting'));
}

/** @param {string} id @returns {Promise<Fact | undefined>} */
export function factOf(id) {
  return result(db.transaction('facts').objectStore('facts').index('id').get(id));
}

/**
 * @param {string} store
 * @param {any} value
 * @param {IDBValidKey} [key]
 * @returns {Promise<void>}
 */
export function write(store, value, key) {
  return done(store, (objects) => objects.put(value, key));
}

/** @param {string} store @param {IDBValidKey} key @returns {Promise<void>} */
export function remove(store, key) {
  return done(store, (objects) => objects.delete(key));
}

/** @param {string} store @param {(objects: IDBObjectStore) => void} change @returns {Promise<void>} */
function done(store, change) {
  return new Promise((resolve, reject) => {
    const work = db.transaction(store, 'readwrite');
    work.oncomplete = () => resolve();
    work.onabort = () => reject(work.error);
    change(work.objectStore(store));
  });
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
