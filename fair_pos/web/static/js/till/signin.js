// @ts-check
/** Who sells: a name and four digits. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { post, Refused } from './api.js';
import { inTime, isDecided } from './ask.js';
import { pad, padKey } from './pad.js';
import { setPerson } from './people.js';
import { checkPin, forgetPin, rememberPin } from './pinkeeper.js';
import { repaint, show } from './screens.js';
import { givenName, state } from './state.js';
import { read } from './store.js';

const DIGITS = 4;

export function signin() {
  const { booth, exhibitors, staff } = state.catalogue;
  let chosen = staff.length === 1 ? staff[0] : null;
  let pin = '';
  let fault = '';
  let forgot = false;

  /** @param {string} sign */
  async function press(sign) {
    if (!chosen || !/^([0-9]|back|clear)$/.test(sign) || pin.length === DIGITS) return;
    pin = sign === 'clear' ? '' : sign === 'back' ? pin.slice(0, -1) : pin + sign;
    fault = '';
    repaint();
    if (pin.length === DIGITS) await enter();
  }
  async function enter() {
    const words = await tryPin(chosen, pin);
    if (!words) return;
    pin = '';
    fault = words;
    repaint();
  }
  /** @param {any} person */
  const nameButton = (person) => html`<button class="name ${person === chosen && 'chosen'}" data-do="choose" data-id="${person.id}"
      aria-pressed="${person === chosen}">${icon(person === chosen ? 'check' : 'person')}
      <span><b>${givenName(person)}</b><small>${person.full_name}</small></span></button>`;
  const hint = () => {
    if (fault) return html`<p class="pin-words fault" role="alert">${fault}</p>`;
    if (pin.length === DIGITS) return html`<p class="pin-words">${t('Checking…')}</p>`;
    return html`<p class="pin-words">${chosen ? t('PIN of {name}, 4 digits', { name: givenName(chosen) }) : t('Choose your name first')}</p>`;
  };
  return {
    markup: () => html`<div class="signin">
      <h1>${t('Who is selling?')}</h1>
      <p class="quiet-words">${t('Booth {code}', { code: booth.code })} · ${exhibitors[0]?.name}</p>
      <div class="names">${staff.map(nameButton)}</div>
      ${hint()}
      <p class="dots ${fault && 'fault'}" aria-label="${t('{n} of 4 digits', { n: pin.length })}" role="img">
        ${[0, 1, 2, 3].map((at) => html`<i class="${at < pin.length && 'full'}"></i>`)}</p>
      <div class="grow"></div>
      ${pad(html`<button class="key quiet words" data-do="forgot">${t('Forgot PIN')}</button>`)}
      <p class="foot-words" role="status">${!forgot && icon('check')} ${forgot ? t('Ask the booth lead to reset it under Sellers.') : t('Opens at the 4th digit')}</p>
    </div>`,
    actions: {
      choose(/** @type {DOMStringMap} */ { id }) {
        if (pin.length === DIGITS) return;
        chosen = staff.find((/** @type {any} */ one) => one.id === id);
        pin = fault = '';
        repaint();
      },
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
      forgot() {
        forgot = true;
        repaint();
      },
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/**
 * Asks the server, and what is kept here when it does not answer. Empty: the person is in.
 * @param {any} person @param {string} pin @returns {Promise<string>}
 */
async function tryPin(person, pin) {
  const asked = post('/sign-in', { person_id: person.id, pin });
  void learn(person.id, pin, asked);
  try {
    const answer = await inTime(asked);
    await signedIn(answer.person);
    return '';
  } catch (error) {
    if (isDecided(error)) return /** @type {Error} */ (error).message;
    const checked = await checkPin(person.id, pin);
    if (checked.state === 'ok') await signedIn(person);
    return checked.words;
  }
}

/** Keeps what the server says of a PIN, also when it says it late. @param {string} personId @param {string} pin @param {Promise<any>} asked */
async function learn(personId, pin, asked) {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Refused && error.code === 'wrong_pin') await forgetPin(personId);
    return;
  }
  await rememberPin(personId, pin);
}

/** @param {any} person */
async function signedIn(person) {
  await setPerson(person);
  const shift = await read('meta', 'shift');
  if (shift !== undefined) state.shift = shift;
  await show(state.shift ? 'selling' : 'opening');
}
