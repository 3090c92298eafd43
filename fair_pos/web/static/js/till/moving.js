// @ts-check
/** A till at the http door, or at an old address, goes to the fair's https one when it is free. */

import { get, Refused } from './api.js';
import { html, icon } from './html.js';
import { t } from './texts.js';
import { state } from './state.js';

const OWN_MACHINE = ['localhost', '127.0.0.1', '[::1]'];
let gone = false;

/** The quiet line: send what waits, close the shift, then go. Nothing while goods are sold. */
export function moving() {
  const home = homeElsewhere();
  if (!home || gone || state.shift) return null;
  const host = home.hostname;
  if (state.waiting > 0) return line(t('Sending {n} more, then move to {host}', { n: state.waiting, host }));
  if (state.held.length > 0) return line(t('Finish the held sales, then move to {host}', { host }));
  const why = isSecureContext ? t('Old address. Move to {host}.', { host }) : t('Does not start again without a network here. Move to {host}.', { host });
  return line(why, t('Move'));
}

/** The screen of a till that has moved; it still sends what is kept here. Null: it has not. */
export async function moved() {
  const refusal = await get('/catalogue').catch((error) => error);
  if (!(refusal instanceof Refused) || refusal.code !== 'till_moved') return null;
  const home = homeElsewhere();
  gone = true;
  return {
    markup: () => html`<div class="plain-screen">${icon('exit')}<h1>${refusal.message}</h1>
      ${state.waiting > 0 && html`<p>${t('{n} sales kept here are being sent. Leave this page open.', { n: state.waiting })}</p>`}
      ${home && html`<a class="primary" href="${home.origin}/till">${t('Open the till there')}</a>`}</div>`,
    actions: {},
  };
}

/** The fair's https address where this page is another one. @returns {URL | null} */
function homeElsewhere() {
  const address = state.catalogue?.receipt.base_url ?? '';
  if (!/^https:/i.test(address) || OWN_MACHINE.includes(location.hostname)) return null;
  const home = new URL(address);
  return home.origin === location.origin ? null : home;
}

/** @param {string} words @param {string} [button] */
function line(words, button) {
  return html`<p class="band plain">${icon('exit')}<span>${words}</span>
    ${button && html`<a class="band-button" href="/move-till">${button}</a>`}</p>`;
}
