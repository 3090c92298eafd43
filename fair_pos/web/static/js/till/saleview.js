// @ts-check
/** One sale as it stands: lines, money, what was given back; the ways to print or correct it. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { get, post } from './api.js';
import { sendPicture } from './done.js';
import { formatVnd } from './money.js';
import { clockTime, discountWords, quantityOf, vnd } from './parts.js';
import { open, repaint } from './screens.js';
import { factOf } from './store.js';
import { tell } from './strip.js';
import { meansWords } from './today.js';
import { price } from './totals.js';

/** @param {string} id */
export async function sale(id) {
  const kept = await factOf(id);
  /** @type {any} */
  let one = null;
  let missing = false;
  const load = async () => {
    one = await get(`/sales/${id}`).catch(() => null);
    missing = one === null;
    repaint();
  };
  void load();
  const known = () => one ?? (kept && fromKept(kept.body));
  const correctable = () => one && one.kind === 'sale' && !one.voided && one.refunded_vnd < one.total_vnd;
  return {
    title: t('Sale {number}', { number: kept?.body.number ?? '' }),
    markup: () => {
      const it = known();
      if (!it) return html`<p class="empty">${missing ? t('Server not reached. Try again.') : t('Loading…')}</p>`;
      return html`<div class="scroll" tabindex="0">${it.voided && html`<p class="band fault">${icon('warn')}<span>${voidWords(it)}</span></p>`}
        <ul class="rows">${it.lines.map(lineRow)}</ul>
        <div class="card facts">
          <p><span>${t('Number')}</span><b>${it.number}</b></p><p><span>${t('Time')}</span><b>${clockTime(it.sold_at)}</b></p>
          ${it.discount_vnd > 0 && html`<p><span>${t('Discount')}</span><b>${formatVnd(it.discount_vnd)}</b></p>`}
          <p><span>${t('Total')}</span><b>${vnd(it.total_vnd)}</b></p>
          ${it.payments.map(paymentRow)}
          ${it.corrections.map((/** @type {any} */ other) => html`<p><span>${other.kind === 'void' ? t('Void sale') : t('Refund')} ${other.number}</span><b>${formatVnd(other.total_vnd)}</b></p>`)}
          ${it.reason && html`<p><span>${t('Reason')}</span><b>${it.reason}</b></p>`}
        </div>
        <figure class="paper">${one && html`<img src="/api/v1/till/sales/${id}/receipt.png" alt="${t('Receipt')}">`}</figure></div>
        <div class="two"><button class="outlined" data-do="again" ${!one && html`disabled`}>${icon('printer')}<span>${t('Print again')}</span></button>
          <button class="outlined" data-do="picture" ${!one && html`disabled`}>${icon('send')}<span>${t('Send receipt picture')}</span></button></div>
        ${correctable() && html`<div class="two"><button class="outlined" data-do="refund">${icon('back')}<span>${t('Refund')}</span></button>
          <button class="outlined danger" data-do="void">${icon('bin')}<span>${t('Void sale')}</span></button></div>`}`;
    },
    actions: {
      async again() {
        const print = await post(`/sales/${id}/reprint`, {}).catch(() => null);
        if (print) tell(t('Sent to the printer'));
        else tell(t('Printer not found. Sale saved, send the picture.'), 'wait');
      },
      picture: () => sendPicture(id, known().number),
      refund: () => open('refund', one, load),
      void: () => open('voiding', one, load),
    },
  };
}

/** A sale that only this device knows. @param {any} body */
function fromKept(body) {
  const sums = price(body);
  const lines = body.lines.map((/** @type {any} */ line, /** @type {number} */ at) => ({
    ...line,
    amount_vnd: sums.lines[at].amount_vnd,
    line_discount_text: discountWords(line.discount),
  }));
  return { ...body, lines, discount_vnd: sums.discount_vnd, voided: false, corrections: [] };
}

/** @param {any} line */
function lineRow(line) {
  const words = [`${quantityOf(line)} × ${formatVnd(line.unit_price_vnd)}`, line.line_discount_text, line.note];
  return html`<li class="row"><p><b>${line.name}</b><small>${words.filter(Boolean).join(' · ')}</small>
    ${line.refunded_milli > 0 && html`<small class="off">${t('given back {amount}', { amount: quantityOf({ ...line, quantity_milli: line.refunded_milli }) })}</small>`}</p>
    <b>${formatVnd(line.amount_vnd)}</b></li>`;
}

/** @param {any} payment */
function paymentRow(payment) {
  const sure = payment.means === 'vietqr' && ` · ${t('confirmed by the seller')}`;
  return html`<p><span>${meansWords(payment.means)}${sure}</span><b>${formatVnd(payment.amount_vnd)}</b></p>
    ${payment.change_vnd > 0 && html`<p><span>${t('Change')}</span><b>${formatVnd(payment.change_vnd)}</b></p>`}`;
}

/** @param {any} one */
function voidWords(one) {
  const found = one.corrections.find((/** @type {any} */ other) => other.kind === 'void');
  return t('Voided at {time}', { time: clockTime(found?.sold_at ?? one.sold_at) });
}
