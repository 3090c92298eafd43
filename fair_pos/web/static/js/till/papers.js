// @ts-check
/** Figures to read: the shift so far (never the expected cash) and the booth's day. */

import { t } from './texts.js';
import { html } from './html.js';
import { get } from './api.js';
import { formatVnd } from './money.js';
import { clockTime, dateWords, dayOf, stars, vnd } from './parts.js';
import { formatQuantity } from './quantity.js';
import { repaint } from './screens.js';
import { state } from './state.js';
import { meansWords } from './today.js';

/** The shift so far. */
export function xreport() {
  return paper(t('Shift so far (X)'), `/shifts/${state.shift.id}/x`, (x) => html`
    <p class="due"><span>${t('Sold')}</span><strong class="fig-28">${vnd(x.sold_vnd)}</strong></p>
    <div class="card facts">
      <p><span>${t('Sales')}</span><b>${x.sales}</b></p>
      <p><span>${t('Refunds and voids')}</span><b>${x.corrections} · ${formatVnd(x.corrected_vnd)}</b></p>
      <p><span>${t('Opening float')}</span><b>${formatVnd(x.shift.float_vnd)}</b></p>
    </div>
    <h3>${t('By means')}</h3><div class="card facts">${x.by_means.map(meansRow)}</div>
    ${x.cash_moves.length > 0 && html`<h3>${t('Cash in or out')}</h3><div class="card facts">${x.cash_moves.map((/** @type {any} */ one) => html`
      <p><span>${clockTime(one.at)} · ${one.reason}</span><b>${formatVnd(one.amount_vnd)}</b></p>`)}</div>`}`);
}

/** The booth's day. */
export function daysheet() {
  return paper(t('Day sheet'), `/day-sheet?day=${dayOf()}`, (day) => html`
    <p class="due"><span>${dateWords(day.day)}</span><strong class="fig-28">${vnd(day.total_vnd)}</strong></p>
    <div class="card facts">
      <p><span>${t('Sales')}</span><b>${day.sales}</b></p>
      <p><span>${t('Of it OCOP')}</span><b>${formatVnd(day.ocop_vnd)}</b></p></div>
    <h3>${t('By means')}</h3><div class="card facts">${day.by_means.map(meansRow)}</div>
    <h3>${t('By goods')}</h3><div class="card facts">${day.by_product.map((/** @type {any} */ one) => html`
      <p><span>${one.name} ${stars(one.stars ?? 0)}<br><small>${formatQuantity(one.quantity_milli)} ${one.unit}</small></span><b>${formatVnd(one.amount_vnd)}</b></p>`)}</div>`);
}

/** @param {string} title @param {string} path @param {(answer: any) => any} body */
function paper(title, path, body) {
  /** @type {any} */
  let answer = null;
  let missing = false;
  void get(path)
    .then((found) => (answer = found))
    .catch(() => (missing = true))
    .then(repaint);
  const empty = () => html`<p class="empty">${missing ? t('Server not reached. Try again.') : t('Loading…')}</p>`;
  return { title, markup: () => html`<div class="scroll" tabindex="0">${answer ? body(answer) : empty()}</div>`, actions: {} };
}

/** @param {any} row */
function meansRow(row) {
  const sure = row.means === 'vietqr' && row.state === 'confirmed_by_person' && ` · ${t('confirmed by the seller')}`;
  return html`<p><span>${meansWords(row.means)}${sure} · ${row.count}</span><b>${formatVnd(row.amount_vnd)}</b></p>`;
}
