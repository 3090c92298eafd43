// @ts-check
/** Figures to read: the shift so far (never the expected cash) and the booth's day. */

import { t } from './texts.js';
import { html } from './html.js';
import { get, post } from './api.js';
import { inTime } from './ask.js';
import { newId } from './ids.js';
import { formatVnd } from './money.js';
import { ownBooks } from './ownbooks.js';
import { band, clockTime, dateWords, dayOf, stars, vnd } from './parts.js';
import { printLine } from './printline.js';
import { formatQuantity } from './quantity.js';
import { repaint } from './screens.js';
import { dayTotals, shiftTotals } from './shiftbooks.js';
import { state } from './state.js';
import { meansWords } from './today.js';

/** The shift so far. */
export function xreport() {
  const { shift } = state;
  const own = async () => {
    const { documents, facts } = await ownBooks();
    return shiftTotals(shift, documents, facts);
  };
  const title = t('Shift so far (X)');
  const line = printLine(title, newId(), (id) => post(`/shifts/${shift.id}/x/print`, { id }));
  return paper({ title, path: `/shifts/${shift.id}/x`, line }, own, (x) => html`
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
  const today = dayOf();
  const own = async () => {
    const { documents } = await ownBooks();
    return dayTotals(today, documents.filter((one) => dayOf(Date.parse(one.sold_at)) === today));
  };
  const title = t('Day sheet');
  const line = printLine(title, newId(), (id) => post('/day-sheet/print', { id, day: today }));
  return paper({ title, path: `/day-sheet?day=${today}`, line }, own, (day) => html`
    <p class="due"><span>${dateWords(day.day)}</span><strong class="fig-28">${vnd(day.total_vnd)}</strong></p>
    <div class="card facts">
      <p><span>${t('Sales')}</span><b>${day.sales}</b></p>
      <p><span>${t('Of it OCOP')}</span><b>${formatVnd(day.ocop_vnd)}</b></p></div>
    <h3>${t('By means')}</h3><div class="card facts">${day.by_means.map(meansRow)}</div>
    <h3>${t('By goods')}</h3><div class="card facts">${day.by_product.map((/** @type {any} */ one) => html`
      <p><span>${one.name} ${stars(one.stars ?? 0)}<br><small>${formatQuantity(one.quantity_milli)} ${one.unit}</small></span><b>${formatVnd(one.amount_vnd)}</b></p>`)}</div>`);
}

/**
 * The server's figures; while something waits here, or it does not answer, those of this device.
 * @param {{title: string, path: string, line: ReturnType<typeof printLine>}} sheet
 * @param {() => Promise<any>} own @param {(answer: any) => any} body
 */
function paper({ title, path, line }, own, body) {
  /** @type {any} */
  let answer = null;
  let alone = false;
  void look().then(repaint);
  async function look() {
    if (!state.waiting) answer = await inTime(get(path)).catch(() => null);
    alone = !answer;
    answer ??= await own();
  }
  return {
    title,
    markup: () => html`<div class="scroll" tabindex="0">${alone && band('wait', 'offline', t('Only what this device sold. Other tills of the booth are not in it.'))}
      ${answer ? body(answer) : html`<p class="empty">${t('Loading…')}</p>`}</div>
      ${line.markup()}`,
    actions: { print: line.print },
    closed: line.closed,
  };
}

/** @param {any} row */
function meansRow(row) {
  const sure = row.means === 'vietqr' && row.state === 'confirmed_by_person' && ` · ${t('confirmed by the seller')}`;
  return html`<p><span>${meansWords(row.means)}${sure} · ${row.count}</span><b>${formatVnd(row.amount_vnd)}</b></p>`;
}
