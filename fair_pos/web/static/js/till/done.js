// @ts-check
/** After the sale: the change, the number, the printer as far as it is known. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { get, post } from './api.js';
import { inTime } from './ask.js';
import { silentMs } from './connection.js';
import { formatVnd } from './money.js';
import { ownBooks } from './ownbooks.js';
import { band, primary, vnd } from './parts.js';
import { rememberPin } from './pinkeeper.js';
import { drawerWords, hasTrouble, isSettled, printWords, printerName } from './printline.js';
import { sendPicture } from './receiptpicture.js';
import { open, repaint, show } from './screens.js';
import { state } from './state.js';
import { factOf } from './store.js';
import { tell } from './strip.js';

const POLL_MS = 1000;
const POLLS_MAX = 30;
const DOUBLE_TAP_MS = 350;

/**
 * The second half of a double tap on the pay button must not begin the next sale: the change would go unseen.
 * @param {import('./store.js').Fact} fact the sale kept on the device
 */
export function done(fact) {
  const sale = fact.body;
  const cash = sale.payments.find((/** @type {any} */ one) => one.means === 'cash');
  /** @type {import('./printline.js').Print | null} */
  let print = null;
  let polls = 0;
  let alive = true;
  let fresh = true;

  async function poll() {
    if (!alive || polls >= POLLS_MAX) return;
    const kept = await factOf(fact.id);
    if (kept?.state === 'sent') {
      if (!polls) learnPin(fact, kept.answer);
      polls += 1;
      print = await get(`/sales/${fact.id}/print`).catch(() => print);
      if (alive) repaint();
    }
    if (!isSettled(print)) setTimeout(poll, POLL_MS);
  }
  async function again() {
    try {
      print = await inTime(post(`/sales/${fact.id}/reprint`, {}));
      polls = 1;
      void poll();
    } catch {
      tell(t('No network: the paper prints when it is back, or send the receipt’s picture.'), 'wait');
    }
    repaint();
  }
  function settled() {
    fresh = false;
    if (alive) repaint();
  }
  void poll();
  setTimeout(settled, DOUBLE_TAP_MS);
  return {
    scans: true,
    markup: () => html`<div class="done-screen">
      <div class="saved"><i>${icon('check')}</i><p><b>${t('Sale saved')}</b><span>${sale.number}</span></p><strong>${vnd(sale.total_vnd)}</strong></div>
      <div class="change-card">${cash?.change_vnd
        ? html`<p>${t('Change')}</p><strong class="fig-56">${vnd(cash.change_vnd)}</strong>`
        : html`<strong class="fig-44">${t('Paid exactly')}</strong>`}
        <p class="light">${sale.payments.map(paidHow).join(' · ')}</p></div>
      <div class="printer"><span>${icon('printer')}</span><p role="status"><b>${print ? printWords(print) : t('Saved on this device, will be sent')}</b><small>${!print && silentMs() ? t('No network: the paper prints when it is back, or send the receipt’s picture.') : hasTrouble(print) ? t('Sale saved, send the picture') : printerName(print)}</small></p>
        <button class="outlined" data-do="again" ${!print && html`disabled`}>${t('Print again')}</button></div>
      ${drawerWords(print?.drawer) && band('fault', 'warn', drawerWords(print?.drawer))}
      <div class="two">
        <button class="outlined" data-do="picture">${icon('send')}<span>${t('Send receipt picture')}</span></button>
        <button class="outlined" data-do="view">${icon('note')}<span>${t('View receipt')}</span></button>
      </div>
      ${primary('next', t('New sale'), { icon: 'plus', off: fresh })}
    </div>`,
    actions: {
      again,
      async picture() {
        const { documents } = await ownBooks();
        await sendPicture(documents.find((one) => one.id === fact.id));
      },
      view: () => open('sale', fact.id),
      next: () => show('selling'),
      dismiss: () => fresh || show('selling'),
    },
    closed() {
      alive = false;
    },
  };
}

/** A leader's PIN that the server accepted opens this till offline, too. @param {import('./store.js').Fact} fact @param {any} answer */
function learnPin({ body }, answer) {
  const isFlagged = answer.status !== 'stored' || answer.flags.includes('discount_above_limit');
  if (body.approval?.pin && !isFlagged) void rememberPin(body.approval.person_id, body.approval.pin);
}

/** @param {any} payment */
function paidHow(payment) {
  if (payment.means === 'cash' && payment.change_vnd) return t('Cash · customer gave {amount}', { amount: formatVnd(payment.tendered_vnd) });
  const names = { cash: t('Cash'), vietqr: `VietQR, ${t('confirmed by the seller')}`, other: t('Other') };
  return `${names[/** @type {'cash'} */ (payment.means)]} ${formatVnd(payment.amount_vnd)}`;
}
