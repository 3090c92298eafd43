// @ts-check
/** After the sale: the change, the number, the printer as far as it is known. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { get, getBlob, post } from './api.js';
import { primary, vnd } from './parts.js';
import { formatVnd } from './money.js';
import { open, repaint, show } from './screens.js';
import { state } from './state.js';
import { factOf } from './store.js';
import { tell } from './strip.js';

const POLL_MS = 1000;
const POLLS_MAX = 30;
const SETTLED = ['confirmed', 'cancelled', 'none'];

/** @param {import('./store.js').Fact} fact the sale kept on the device */
export function done(fact) {
  const sale = fact.body;
  const cash = sale.payments.find((/** @type {any} */ one) => one.means === 'cash');
  /** @type {{state: string, fault?: any, copy_no?: number} | null} */
  let print = null;
  let polls = 0;
  let alive = true;

  async function poll() {
    if (!alive || polls >= POLLS_MAX) return;
    polls += 1;
    const kept = await factOf(fact.id);
    if (kept?.state === 'sent') {
      print = await get(`/sales/${fact.id}/print`).catch(() => print);
      if (alive) repaint();
    }
    if (!print || !SETTLED.includes(print.state)) setTimeout(poll, POLL_MS);
  }
  async function again() {
    try {
      print = await post(`/sales/${fact.id}/reprint`, {});
      polls = 0;
      void poll();
    } catch {
      tell(t('Printer not found. Sale saved, send the picture.'), 'wait');
    }
    repaint();
  }
  void poll();
  return {
    scans: true,
    markup: () => html`<div class="done-screen">
      <div class="saved"><i>${icon('check')}</i><p><b>${t('Sale saved')}</b><span>${sale.number}</span></p><strong>${vnd(sale.total_vnd)}</strong></div>
      <div class="change-card">${cash?.change_vnd
        ? html`<p>${t('Change')}</p><strong class="fig-56">${vnd(cash.change_vnd)}</strong>`
        : html`<strong class="fig-44">${t('Paid exactly')}</strong>`}
        <p class="light">${sale.payments.map(paidHow).join(' · ')}</p></div>
      <div class="printer"><span>${icon('printer')}</span><p role="status"><b>${printerWords(print)}</b><small>${state.catalogue.printer?.name}</small></p>
        <button class="outlined" data-do="again" ${!print && html`disabled`}>${t('Print again')}</button></div>
      <div class="two">
        <button class="outlined" data-do="picture" ${!print && html`disabled`}>${icon('send')}<span>${t('Send receipt picture')}</span></button>
        <button class="outlined" data-do="view">${icon('note')}<span>${t('View receipt')}</span></button>
      </div>
      ${primary('next', t('New sale'), { icon: 'plus' })}
    </div>`,
    actions: {
      again,
      picture: () => sendPicture(fact.id, sale.number),
      view: () => open('sale', fact.id),
      next: () => show('selling'),
      dismiss: () => show('selling'),
    },
    closed() {
      alive = false;
    },
  };
}

/** Hands the receipt's picture to the phone's share sheet, or saves it. @param {string} id @param {string} number */
export async function sendPicture(id, number) {
  const picture = await getBlob(`/sales/${id}/receipt.png`).catch(() => null);
  if (!picture) {
    tell(t('Server not reached. Try again.'), 'wait');
    return;
  }
  const file = new File([picture], `${number}.png`, { type: 'image/png' });
  if (navigator.canShare?.({ files: [file] })) {
    await navigator.share({ files: [file] }).catch(() => null);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), POLL_MS);
}

/** @param {any} payment */
function paidHow(payment) {
  if (payment.means === 'cash' && payment.change_vnd) return t('Cash · customer gave {amount}', { amount: formatVnd(payment.tendered_vnd) });
  const names = { cash: t('Cash'), vietqr: `VietQR, ${t('confirmed by the seller')}`, other: t('Other') };
  return `${names[/** @type {'cash'} */ (payment.means)]} ${formatVnd(payment.amount_vnd)}`;
}

/** @param {{state: string, fault?: any, copy_no?: number} | null} print */
function printerWords(print) {
  if (!print) return t('Saved on this device, will be sent');
  if (print.fault && print.state !== 'confirmed') return faultWords(print.fault);
  /** @type {Record<string, string>} */
  const words = {
    sent: t('Sent to the printer'),
    confirmed: t('Printed'),
    unknown: t('Not sure it printed. Look, then choose.'),
    failed: t('Printer not found. Sale saved, send the picture.'),
    none: t('No printer here'),
  };
  return words[print.state] ?? t('Waiting to print');
}

/** @param {any} fault */
function faultWords(fault) {
  /** @type {Record<string, string>} */
  const words = {
    paper_out: t('Out of paper. Change it, printing goes on.'),
    cover_open: t('Printer cover open'),
  };
  return words[fault] ?? t('Printer not found. Sale saved, send the picture.');
}
