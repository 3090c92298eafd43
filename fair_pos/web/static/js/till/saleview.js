// @ts-check
/** One sale as it stands: lines, money, what was given back; the ways to print or correct it. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { get, post, urlOf } from './api.js';
import { inTime } from './ask.js';
import { withCorrections } from './books.js';
import { formatVnd } from './money.js';
import { ownBooks } from './ownbooks.js';
import { drawPaper } from './paper.js';
import { band, clockTime, quantityOf, vnd } from './parts.js';
import { sendPicture } from './receiptpicture.js';
import { open, repaint } from './screens.js';
import { state } from './state.js';
import { tell } from './strip.js';
import { meansWords } from './today.js';

/** @param {string} id */
export async function sale(id) {
  /** @type {any} */
  let it = null;
  let paper = '';
  let missing = false;
  const load = async () => {
    const answer = await inTime(get(`/sales/${id}`)).catch(() => null);
    await take(answer);
    missing = it === null;
    paper = it && (answer ? urlOf(`/sales/${id}/receipt.png`) : await drawn(it));
    repaint();
  };
  /** @param {any} answer of the server, or null */
  async function take(answer) {
    const { documents } = await ownBooks();
    const own = documents.find((one) => one.id === id);
    if (answer ?? own) it = withCorrections({ waiting: own?.waiting, refused: own?.refused, ...(answer ?? own), alone: !answer }, documents);
  }
  await take(null);
  void load();
  const canCorrect = () => it.kind === 'sale' && !it.voided && it.refunded_vnd < it.total_vnd && state.shift;
  return {
    get title() {
      return t('Sale {number}', { number: it?.number ?? '' });
    },
    markup: () => {
      if (!it) return html`<p class="empty">${missing ? t('Sold on another till. It shows when the server answers.') : t('Loading…')}</p>`;
      return html`<div class="scroll" tabindex="0">${it.voided && html`<p class="band fault">${icon('warn')}<span>${voidWords(it)}</span></p>`}
        ${(it.waiting || it.refused) && band('wait', 'clock', it.refused ? t('Sale to review') : t('Saved on this device, will be sent'))}
        <ul class="rows">${it.lines.map(lineRow)}</ul>
        <div class="card facts">
          <p><span>${t('Number')}</span><b>${it.number}</b></p><p><span>${t('Time')}</span><b>${clockTime(it.sold_at)}</b></p>
          ${it.discount_vnd > 0 && html`<p><span>${t('Discount')}</span><b>${formatVnd(it.discount_vnd)}</b></p>`}
          <p><span>${t('Total')}</span><b>${vnd(it.total_vnd)}</b></p>
          ${it.payments.map(paymentRow)}
          ${it.corrections.map((/** @type {any} */ other) => html`<p><span>${other.kind === 'void' ? t('Void sale') : t('Refund')} ${other.number}</span><b>${formatVnd(other.total_vnd)}</b></p>`)}
          ${it.reason && html`<p><span>${t('Reason')}</span><b>${it.reason}</b></p>`}
        </div>
        <figure class="paper">${paper && html`<img src="${paper}" alt="${t('Receipt')}">`}</figure></div>
        <div class="two"><button class="outlined" data-do="again">${icon('printer')}<span>${t('Print again')}</span></button>
          <button class="outlined" data-do="picture">${icon('send')}<span>${t('Send receipt picture')}</span></button></div>
        ${canCorrect() && html`<div class="two"><button class="outlined" data-do="refund">${icon('back')}<span>${t('Refund')}</span></button>
          <button class="outlined danger" data-do="void">${icon('bin')}<span>${t('Void sale')}</span></button></div>`}`;
    },
    actions: {
      async again() {
        const print = await inTime(post(`/sales/${id}/reprint`, {})).catch(() => null);
        if (print) tell(t('Sent to the printer'));
        else tell(t('No network: the paper prints when it is back, or send the receipt’s picture.'), 'wait');
      },
      picture: () => sendPicture(it),
      refund: () => open('refund', it, load),
      void: () => open('voiding', it, load),
    },
  };
}

/** The address of the paper as this device draws it; empty where it cannot. @param {any} it */
function drawn(it) {
  return drawPaper(it).then((picture) => URL.createObjectURL(picture)).catch(() => '');
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
