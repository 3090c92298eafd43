// @ts-check
/** The sales of the day: what the server knows, and before it what waits here. */

import { t } from './texts.js';
import { html } from './html.js';
import { get } from './api.js';
import { formatVnd } from './money.js';
import { clockTime, dayOf } from './parts.js';
import { open, repaint } from './screens.js';
import { readAll } from './store.js';
import { keptRow } from './unsent.js';

/** Today's sales: the server's list, and before it what waits here. */
export async function today() {
  const kept = (await readAll('facts')).filter((one) => one.body.number && one.state !== 'sent').reverse();
  /** @type {any[] | null} */
  let sales = null;
  void get(`/sales?day=${dayOf()}`)
    .then((answer) => (sales = answer.sales))
    .catch(() => (sales = []))
    .then(repaint);
  const empty = () => html`<p class="empty">${sales ? t('No sale yet today.') : t('Loading…')}</p>`;
  return {
    title: t('Today’s sales'),
    markup: () => html`<ul class="rows">${kept.map(keptRow)}${sales?.map(saleRow)}</ul>${!kept.length && !sales?.length && empty()}`,
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
    sale.flags.length > 0 && t('to review'),
  ].filter(Boolean);
  return html`<li class="row" data-key="${sale.id}"><button class="row-button" data-do="sale" data-id="${sale.id}">
    <p><b>${sale.number}</b><small>${[clockTime(sale.sold_at), ...sale.means.map(meansWords), ...marks].join(' · ')}</small></p>
    <b class="${sale.voided && 'struck'}">${formatVnd(sale.total_vnd)}</b></button></li>`;
}

/** @param {string} means */
export function meansWords(means) {
  return { cash: t('Cash'), vietqr: 'VietQR', other: t('Other') }[means] ?? means;
}
