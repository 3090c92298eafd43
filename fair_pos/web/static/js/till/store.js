// @ts-check
/** What this device keeps: IndexedDB, one database per till, nothing shown before it is complete. */

/**
 * @typedef {object} Fact something that happened and that the server must learn
 * @property {number} place order of sending
 * @property {string} id
 * @property {string} path of the API
 * @property {'asked' | 'waiting' | 'sent' | 'refused'} state asked: the server decides, nothing was done yet
 * @property {string} saved_at
 * @property {any} body
 * @property {any} answer
 */

/** @type {IDBDatabase} */
let db;

/**
 * Opens the database of a till.
 * @param {string} tillId
 * @returns {Promise<void>}
 */
export function openStore(tillId) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`fair-pos-till-${tillId}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('meta');
      request.result.createObjectStore('baskets', { keyPath: 'id' });
      const facts = request.result.createObjectStore('facts', { keyPath: 'place', autoIncrement: true });
      facts.createIndex('id', 'id', { unique: true });
      facts.createIndex('state', 'state');
    };
    request.onsuccess = () => {
      db = request.result;
      resolve();
    };
    request.onerror = () => reject(request.error);
  });
}

/**
 * Keeps a fact; one with a numbering takes the next number of the till in the same transaction.
 * The same id again gives the fact kept first.
 * @param {{id: string, path: string, body: any, state?: 'asked'}} fact
 * @param {{prefix: string, last_seq: number} | null} numbering
 * @returns {Promise<Fact>}
 */
export function keep(fact, numbering = null) {
  return new Promise((resolve, reject) => {
    const work = db.transaction(['meta', 'facts'], 'readwrite', { durability: 'strict' });
    const facts = work.objectStore('facts');
    const meta = work.objectStore('meta');
    /** @type {any} */
    let kept = { state: 'waiting', ...fact, saved_at: new Date().toISOString(), answer: null };
    work.oncomplete = () => resolve(kept);
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
