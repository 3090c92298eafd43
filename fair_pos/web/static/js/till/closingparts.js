// @ts-check
/** What the three steps of closing a shift show. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { DENOMINATIONS, countNotes } from './cash.js';
import { formatVnd } from './money.js';
import { pad } from './pad.js';
import { band, primary, vnd } from './parts.js';
import { givenName, state } from './state.js';

/** @param {Record<number, number>} counts @param {any} step */
export function countBody(counts, step) {
  const total = countNotes(counts);
  const pieces = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return html`<p class="advice">${icon('lock')}<span><b>${t('Count the cash box, note by note.')}</b><small>${t('The book figure shows after counting.')}</small></span></p>
    ${state.waiting > 0 && band('wait', 'clock', t('{n} sales unsent. You can close, they go later.', { n: state.waiting }))}
    <ul class="notes" tabindex="-1">${DENOMINATIONS.map((note) => noteRow(note, counts[note] ?? 0))}</ul>
    ${step.fault && band('fault', 'warn', step.fault)}
    <p class="due"><span aria-live="polite">${t('{n} notes, total', { n: pieces })}</span><strong class="fig-28">${vnd(total)}</strong></p>
    ${primary('counted', step.busy ? t('Checking…') : t('Done counting'), { icon: 'check', off: step.busy })}`;
}

/** @param {number} note @param {number} number */
function noteRow(note, number) {
  return html`<li data-key="${note}"><b class="note-${note}">${formatVnd(note)}</b>
    <div class="frame stepper"><button data-do="less" data-repeats data-note="${note}" aria-label="${t('One less')} ${formatVnd(note)}">${icon('minus')}</button>
      <button data-do="type" data-note="${note}" aria-label="${t('Quantity')} ${formatVnd(note)}: ${number}"><b>${number}</b></button>
      <button data-do="more" data-repeats data-note="${note}" aria-label="${t('One more')} ${formatVnd(note)}">${icon('plus')}</button></div>
    <span class="amount">${formatVnd(note * number)}</span></li>`;
}

/** @param {any} books @param {any} step */
export function booksBody(books, step) {
  const off = books.difference_vnd;
  const words = off === 0 ? t('Matches') : off < 0 ? t('{amount} short, cash', { amount: formatVnd(-off) }) : t('{amount} over', { amount: formatVnd(off) });
  return html`<div class="card facts big"><p><span>${t('Counted')}</span><b>${vnd(books.counted_vnd)}</b></p>
      <p><span>${t('By the books')}</span><b>${vnd(books.expected_vnd)}</b></p>
      <p><span>${t('Difference')}</span><b class="${off && 'fault-words'}">${words}</b></p></div>
    ${off !== 0 && step.why.markup()}
    <div class="grow"></div>
    <button class="outlined" data-do="recount">${icon('retry')}<span>${t('Count again')}</span></button>
    ${primary('sign', t('Close and print the hand-over'), { icon: 'check', off: off !== 0 && !step.why.words() })}`;
}

/** @param {any} step */
export function signBody(step) {
  return html`<p class="pin-words ${step.fault && 'fault'}">${step.busy ? t('Checking…') : step.fault || t('PIN of {name}, 4 digits', { name: givenName(state.person) })}</p>
    <p class="dots ${step.fault && 'fault'}" role="img" aria-label="${t('{n} of 4 digits', { n: step.pin.length })}">${[0, 1, 2, 3].map((at) => html`<i class="${at < step.pin.length && 'full'}"></i>`)}</p>
    <div class="grow"></div>${pad('')}`;
}
