// @ts-check
/** What the till knows now. Changed by the verbs of the other files, painted by screens.js. */

import { EMPTY } from './basket.js';
import { newId } from './ids.js';

/**
 * @typedef {import('./basket.js').Basket & {id: string, name: string, discount_reason: string,
 *   approval: {person_id: string, pin: string} | null, held_at: string, cash_taken_vnd: number,
 *   sale: {id: string, public_code: string, opened_at: string} | null}} OpenBasket
 */

/** @returns {OpenBasket} */
export function newBasket() {
  return {
    ...EMPTY,
    id: newId(),
    name: '',
    discount_reason: '',
    approval: null,
    held_at: '',
    cash_taken_vnd: 0,
    sale: null,
  };
}

export const state = {
  /** @type {any} the server's snapshot, null before the first one */
  catalogue: null,
  /** @type {any} */
  person: null,
  /** @type {any} */
  shift: null,
  basket: newBasket(),
  /** @type {OpenBasket[]} */
  held: [],
  /** @type {{line: import('./basket.js').Line, at: number, until: number}[]} removed lines, undo possible */
  removed: [],
  /** @type {number | null} key of the line that digits and Delete act on */
  selected: null,
  basketOpen: false,
  usesKeyboard: false,
  waiting: 0,
  oldestWaitingAt: '',
  /** another life of the server's database answered: what is kept is sent again */
  resending: false,
  clockOffMinutes: 0,
  /** @type {{text: string, kind: string} | null} the line that tells what just happened */
  strip: null,
};

/** The person's short form: `Chị Hạnh`. @param {any} person */
export function shortName(person) {
  return [person.address_form, givenName(person)].filter(Boolean).join(' ');
}

/** Vietnamese people are called by the last word. @param {any} person @returns {string} */
export function givenName(person) {
  return person.full_name.trim().split(' ').at(-1);
}

/** The percentage this person may take off alone. */
export function discountLimit() {
  const { cashier_discount_percent: cashier, leader_discount_percent: leader } = state.catalogue.limits;
  return state.person?.role === 'booth_leader' ? leader : cashier;
}
