// @ts-check
/** Lists: the sales of the day, and what the server has not confirmed. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { get } from './api.js';
import { formatVnd } from './money.js';
import { band, clockTime, dayOf } from './parts.js';
import { open, repaint } from './screens.js';
import { send } from './outbox.js';
import { state } from './state.js';
import { readAll } from './store.js';
import { exportUnsent } from './unsentfile.js';

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

/** What the server has not confirmed, and why. */
export async function unsent() {
  /** @type {any[]} */
  let facts = [];
  const load = async () => {
    facts = (await readAll('facts')).filter((one) => one.state !== 'sent');
    repaint();
  };
  await load();
  return {
    title: state.waiting ? t('{n} to send', { n: state.waiting }) : t('All sent'),
    markup: () => html`<p class="quiet-words">${t('Saved on this device, will be sent')}</p>
      <ul class="rows">${facts.map(keptRow)}</ul>
      <div class="grow"></div>
      <div class="two"><button class="outlined" data-do="send">${icon('retry')}<span>${t('Send again')}</span></button>
        <button class="outlined" data-do="export">${icon('send')}<span>${t('Export unsent sales')}</span></button></div>`,
    actions: {
      sale: (/** @type {DOMStringMap} */ { id }) => open('sale', id),
      send: () => send().then(load),
      export: exportUnsent,
    },
  };
}

/** @param {any} fact */
function keptRow(fact) {
  const { body, state: now, answer } = fact;
  const words = now === 'refused' ? t('Sale to review') : t('waiting to be sent');
  const open = body.number && !body.corrects_id;
  return html`<li class="row" data-key="${fact.id}"><button class="row-button" ${open ? html`data-do="sale" data-id="${fact.id}"` : html`disabled`}>
    <p><b>${body.number ?? kindWords(fact.path)}</b><small>${clockTime(fact.saved_at)} · ${words}</small></p>
    <b>${body.total_vnd !== undefined && formatVnd(body.total_vnd)}</b></button>
    ${now === 'refused' && band('fault', 'warn', answer.message)}</li>`;
}

/** @param {string} path */
function kindWords(path) {
  return path.endsWith('/cash') ? t('Cash in or out') : t('Open shift');
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
