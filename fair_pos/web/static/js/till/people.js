// @ts-check
/** Who sells and which shift is open, the same in every tab of this till. */

import { hasSheet } from './screens.js';
import { state } from './state.js';
import { read, write } from './store.js';
import { sayToTabs } from './tabs.js';

/** @param {any} person */
export async function setPerson(person) {
  state.person = person;
  await write('meta', person, 'person');
  sayToTabs('people');
}

/** @param {any} shift */
export async function setShift(shift) {
  state.shift = shift;
  await write('meta', shift, 'shift');
  sayToTabs('people');
}

/** Another tab changed them; who is being served here is served first. @param {() => Promise<void>} enter */
export async function readPeople(enter) {
  state.person = (await read('meta', 'person')) ?? null;
  state.shift = (await read('meta', 'shift')) ?? null;
  if (!hasSheet()) await enter();
}
