// @ts-check
/** A booth leader's PIN for what the seller may not do alone. */

import { t } from './texts.js';
import { silentMs } from './connection.js';
import { html, icon } from './html.js';
import { pad, padKey } from './pad.js';
import { band } from './parts.js';
import { checkPin } from './pinkeeper.js';
import { close, repaint } from './screens.js';
import { givenName, state } from './state.js';

const DIGITS = 4;

/**
 * @param {string} why
 * @param {(approval: {person_id: string, pin: string}) => void} use
 * @param {string} [fault] what was wrong with the PIN before
 */
export function approve(why, use, fault = '') {
  const leaders = state.catalogue.staff.filter((/** @type {any} */ one) => one.role === 'booth_leader');
  let chosen = leaders[0];
  let pin = '';
  let gone = false;
  /** @param {string} sign */
  async function press(sign) {
    if (!chosen || !/^([0-9]|back|clear)$/.test(sign) || pin.length === DIGITS) return;
    pin = sign === 'clear' ? '' : sign === 'back' ? pin.slice(0, -1) : pin + sign;
    repaint();
    if (pin.length < DIGITS) return;
    const approval = { person_id: chosen.id, pin };
    fault = silentMs() ? await pinFault(approval) : '';
    pin = '';
    if (gone) return;
    if (fault) repaint();
    else {
      close();
      use(approval);
    }
  }
  return {
    title: t('Booth lead’s PIN'),
    markup: () => html`${band(fault ? 'fault' : 'plain', fault ? 'warn' : 'lock', fault || why)}
      <div class="names">${leaders.map((/** @type {any} */ one) => html`<button class="name ${one === chosen && 'chosen'}" data-do="choose" data-id="${one.id}" aria-pressed="${one === chosen}">
        ${icon(one === chosen ? 'check' : 'person')}<span><b>${givenName(one)}</b><small>${one.full_name}</small></span></button>`)}</div>
      <p class="pin-words">${pin.length === DIGITS ? t('Checking…') : chosen && t('PIN of {name}, 4 digits', { name: givenName(chosen) })}</p>
      <p class="dots" role="img" aria-label="${t('{n} of 4 digits', { n: pin.length })}">${[0, 1, 2, 3].map((at) => html`<i class="${at < pin.length && 'full'}"></i>`)}</p>
      <div class="grow"></div>${pad('')}`,
    actions: {
      choose(/** @type {DOMStringMap} */ { id }) {
        if (pin.length === DIGITS) return;
        chosen = leaders.find((/** @type {any} */ one) => one.id === id);
        pin = '';
        repaint();
      },
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
    closed() {
      gone = true;
    },
  };
}

/**
 * What is wrong with a leader's PIN by what is kept here; empty when it fits.
 * @param {{person_id: string, pin: string}} approval
 */
export async function pinFault({ person_id, pin }) {
  const checked = await checkPin(person_id, pin);
  if (checked.state !== 'unknown') return checked.words;
  const leader = state.catalogue.staff.find((/** @type {any} */ one) => one.id === person_id);
  return t('{name} was never checked on this device. The first time needs the network.', { name: givenName(leader) });
}
