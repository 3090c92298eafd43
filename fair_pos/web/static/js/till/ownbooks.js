// @ts-check
/** The facts that this device keeps, read and put into the form of the books. */

import { documentsOf } from './books.js';
import { state } from './state.js';
import { readAll } from './store.js';

/** @returns {Promise<{facts: import('./store.js').Fact[], documents: any[]}>} */
export async function ownBooks() {
  const facts = await readAll('facts');
  const stars = new Map(state.catalogue.products.map((/** @type {any} */ one) => [one.id, one.stars ?? 0]));
  return { facts, documents: documentsOf(facts, (id) => stars.get(id) ?? 0) };
}
