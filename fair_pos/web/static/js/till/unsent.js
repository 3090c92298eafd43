// @ts-check
/** What the server has not confirmed: the list, the way to send it again, the way out as a file. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { formatVnd } from './money.js';
import { band, clockTime } from './parts.js';
import { open, repaint } from './screens.js';
import { queues } from './earlier.js';
import { sendAgain, unconfirmed } from './facts.js';
import { countWaiting, send } from './outbox.js';
import { state } from './state.js';
import { exportUnsent } from './unsentfile.js';

/** What the server has not confirmed, and why; under each till that this device was. */
export async function unsent() {
  /** @type {{name: string, foreign: boolean, facts: any[]}[]} */
  let lists = [];
  const load = async () => {
    lists = await Promise.all((await queues()).map(listOf));
    repaint();
  };
  await load();
  return {
    title: t('To send'),
    markup: () => html`<p class="quiet-words">${state.waiting ? t('{n} saved on this device, will be sent', { n: state.waiting }) : t('All sent')}</p>
      <div class="scroll" tabindex="0">${lists.map(({ name, foreign, facts }) => html`
        ${name && facts.length > 0 && html`<h3 class="list-head">${t('Sales of the earlier till {name}', { name })}</h3>`}
        ${foreign && facts.length > 0 && band('wait', 'warn', t('Of another booth. Export it and hand it to the organisers.'))}
        <ul class="rows">${facts.map(keptRow)}</ul>`)}</div>
      <div class="two"><button class="outlined" data-do="file">${icon('send')}<span>${t('Export unsent sales')}</span></button>
        <button class="outlined" data-do="codes">${icon('scan')}<span>${t('As QR codes')}</span></button></div>
      <button class="outlined" data-do="again">${icon('retry')}<span>${t('Send everything again')}</span></button>`,
    actions: {
      sale: (/** @type {DOMStringMap} */ { id }) => open('sale', id),
      again: () => everythingAgain().then(load),
      file: exportUnsent,
      codes: () => open('qrchain'),
    },
  };
}

/** All that is still kept, confirmed or not: the server knows what it has. */
async function everythingAgain() {
  for (const { db } of await queues()) await sendAgain(db);
  await countWaiting();
  await send();
}

/** @param {import('./earlier.js').Queue} queue */
async function listOf({ db, till, catalogue, foreign }) {
  const name = till ? `${catalogue.booth.code}-${till.series}` : '';
  return { name, foreign, facts: await unconfirmed(db) };
}

/** One kept fact as a row. @param {any} fact */
export function keptRow(fact) {
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
  if (path.endsWith('/cash')) return t('Cash in or out');
  if (path.endsWith('/counts')) return t('Cash count');
  return path.endsWith('/close') ? t('Close shift') : t('Open shift');
}
