// @ts-check
/** The top bar: who sells, and what is saved. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { shortName, state } from './state.js';

const AGE_SHOWN_MS = 60_000;

/** The bar; only the name of the till before somebody signed in. */
export function topbar() {
  const { booth, venue, exhibitors } = state.catalogue;
  const shift = state.shift?.number && t('shift {n}', { n: state.shift.number });
  const who = state.person && [shortName(state.person), shift].filter(Boolean).join(' · ');
  return html`<div class="bar-top">
    <button class="icon-button" data-do="menu" aria-label="${t('Open menu')}">${icon('menu')}</button>
    <p class="who"><b>${t('Booth {code}', { code: booth.code })}<span class="wide"> · ${exhibitors[0]?.name}</span></b>
      <small><span class="wide">${venue.name} · </span>${who}</small></p>
    ${state.held.length > 0 && html`<button class="held-count" data-do="held" aria-label="${t('{n} held', { n: state.held.length })}">${icon('hold')}<span class="wide">${t('{n} held', { n: state.held.length })}</span><span class="narrow">${state.held.length}</span></button>`}
    ${status()}
  </div>`;
}

/** What is saved and what waits, always in words. */
export function status() {
  const n = state.waiting;
  const age = n ? Date.now() - Date.parse(state.oldestWaitingAt) : 0;
  const minutes = Math.floor(age / 60_000);
  const late = age >= AGE_SHOWN_MS;
  const words = late ? t('{n} to send · {minutes} min', { n, minutes }) : t('Saved · {n} to send', { n });
  const wide = late ? t('{n} to send · oldest {minutes} min', { n, minutes }) : words;
  return html`<button class="status ${n ? 'wait' : 'done'}" data-do="unsent">
    <i>${icon(n ? 'clock' : 'check')}</i>
    <span class="mid">${words}</span><span class="wide">${wide}</span><span class="tiny">${t('to send {n}', { n })}</span>
  </button>`;
}
