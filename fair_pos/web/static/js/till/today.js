// @ts-check
/** The sales of the day: what the server knows, and what only this device does. */

import { t } from './texts.js';
import { html } from './html.js';
import { get } from './api.js';
import { inTime } from './ask.js';
import { rowsOf } from './books.js';
import { formatVnd } from './money.js';
import { ownBooks } from './ownbooks.js';
import { band, clockTime, dayOf } from './parts.js';
import { open, repaint } from './screens.js';

/** Today's documents by the server and by this device, which is all there is without the server. */
export async function today() {
  const day = dayOf();
  const own = (await ownBooks()).documents.filter((one) => dayOf(Date.parse(one.sold_at)) === day);
  /** @type {any[]} */
  let rows = rowsOf([], own);
  let asked = false;
  let alone = false;
  void inTime(get(`/sales?day=${day}`))
    .then((answer) => (rows = rowsOf(answer.sales, own)))
    .catch(() => (alone = true))
    .then(() => (asked = true))
    .then(repaint);
  return {
    title: t('Today’s sales'),
    markup: () => html`${alone && band('wait', 'offline', t('Only what this device sold. Other tills of the booth are not in it.'))}
      <ul class="rows">${rows.map(saleRow)}</ul>${!rows.length && html`<p class="empty">${asked ? t('No sale yet today.') : t('Loading…')}</p>`}`,
    actions: { sale: (/** @type {DOMStringMap} */ { id }) => open('sale', id) },
  };
}

/** @param {any} sale */
function saleRow(sale) {
  const marks = [
    sale.kind === 'refund' && t('Refund'),
    sale.kind === 'void' && t('Void sale'),
    sale.voided && t('voided'),
    !sale.voided && sale.refunded_vnd > 0 && t('given back {amount}', { amount: formatVnd(sale.refunded_vnd) }),
    (sale.refused || sale.flags.length > 0) && t('to review'),
    sale.waiting && t('waiting to be sent'),
  ].filter(Boolean);
  return html`<li class="row" data-key="${sale.id}"><button class="row-button" data-do="sale" data-id="${sale.id}">
    <p><b>${sale.number}</b><small>${[clockTime(sale.sold_at), ...sale.means.map(meansWords), ...marks].join(' · ')}</small></p>
    <b class="${sale.voided && 'struck'}">${formatVnd(sale.total_vnd)}</b></button></li>`;
}

/** @param {string} means */
export function meansWords(means) {
  return { cash: t('Cash'), vietqr: 'VietQR', other: t('Other') }[means] ?? means;
}
