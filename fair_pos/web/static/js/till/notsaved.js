// @ts-check
/** The only red screen: the device could not keep the sale. Never for the network. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { vnd, quantityOf } from './parts.js';
import { formatVnd } from './money.js';
import { totals } from './baskets.js';
import { close, repaint } from './screens.js';
import { state } from './state.js';
import { vibrate } from './feel.js';

const ALARM_MS = 5000;

/** @param {unknown} error @param {() => Promise<void>} retry */
export function notsaved(error, retry) {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  const alarm = setInterval(() => vibrate(400), ALARM_MS);
  let copying = false;
  vibrate(400);
  return {
    label: t('NOT SAVED'),
    kind: 'alarm',
    role: 'alertdialog',
    stays: true,
    markup: () => html`<div class="alarm-head">${icon('warn')}<h2>${t('NOT SAVED')}</h2><p>${t('Do not hand over the goods')}</p></div>
      <div class="card">
        <p class="due"><span>${t('Sale in hand')}</span><strong>${vnd(totals().total_vnd)}</strong></p>
        ${copying ? copy() : why(full)}
      </div>
      <button class="ghost-button" data-do="copy">${icon('note')}<span>${t('See the sale to copy it')}</span></button>
      <button class="retry" data-do="retry" data-primary>${icon('retry')}<span>${t('Try saving again')}</span></button>`,
    actions: {
      copy() {
        copying = !copying;
        repaint();
      },
      retry() {
        close();
        void retry();
      },
    },
    opened: (/** @type {HTMLElement} */ root) => root.addEventListener('pointerdown', () => clearInterval(alarm)),
    closed: () => clearInterval(alarm),
  };
}

/** @param {boolean} full */
function why(full) {
  const phone = state.catalogue.venue.help_phone.replaceAll(' ', '\u00a0');
  return html`<p class="lead">${full ? t('The device is full.') : t('The device cannot write.')}</p>
    <p>${t('No receipt number, nothing printed.')}</p>
    <ol>${full && html`<li>${t('Delete some photos or videos.')}</li>`}
      <li>${t('Press “Try saving again”.')}</li>
      <li>${t('Still failing: write it on paper, call the organisers {phone}.', { phone })}</li></ol>`;
}

function copy() {
  return html`<ul class="copy">${state.basket.lines.map((line) => html`<li><b>${line.name}</b><span>${quantityOf(line)} × ${formatVnd(line.unit_price_vnd)}</span></li>`)}</ul>`;
}
