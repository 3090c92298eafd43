// @ts-check
/** What the server has not confirmed: the list, the way to send it again, the way out as a file. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { formatVnd } from './money.js';
import { band, clockTime } from './parts.js';
import { open, repaint } from './screens.js';
import { send } from './outbox.js';
import { state } from './state.js';
import { readAll } from './store.js';
import { exportUnsent } from './unsentfile.js';

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
  return path.endsWith('/cash') ? t('Cash in or out') : t('Open shift');
}
