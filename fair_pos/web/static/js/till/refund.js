// @ts-check
/** Giving back: some of the goods, or the whole sale. A new document; the old one stays. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { newId } from './ids.js';
import { formatVnd } from './money.js';
import { sendNow, tellNumbered } from './outbox.js';
import { band, primary, quantityOf } from './parts.js';
import { formatQuantity } from './quantity.js';
import { newPublicCode } from './publiccode.js';
import { close, open, repaint } from './screens.js';
import { state } from './state.js';
import { write } from './store.js';
import { tell } from './strip.js';
import { meansWords } from './today.js';
import { refundAmount } from './totals.js';

/** @param {any} sale as the server reads it back @param {() => void} changed */
export function refund(sale, changed) {
  /** @type {Map<number, number>} line position → thousandths */
  const back = new Map();
  let means = sale.payments[0].means;
  const used = [...new Set(sale.payments.map((/** @type {any} */ one) => one.means))];
  const form = correction(sale, changed, '/refunds', [t('broken'), t('wrong goods'), t('customer changed mind')]);
  const total = () => sale.lines.reduce((/** @type {number} */ sum, /** @type {any} */ line) => sum + amountBack(line, back), 0);
  const fields = () => ({
    lines: [...back].map(([position, quantity_milli]) => ({ position, quantity_milli })),
    means: used.length > 1 && used.includes(means) ? null : means,
  });
  return {
    title: t('Refund'),
    markup: () => html`<div class="scroll" tabindex="0"><ul class="rows">${sale.lines.map((/** @type {any} */ line) => refundRow(line, back.get(line.position) ?? 0))}</ul>
        ${form.markup()}
        <div class="chips wrap" role="group" aria-label="${t('Give back by')}">${['cash', 'vietqr', 'other'].map((one) => html`<button class="chip" data-do="means" data-means="${one}"
          aria-pressed="${one === means}"><span>${meansWords(one)}</span></button>`)}</div>
        ${!used.includes(means) && band('wait', 'lock', t('Another means than it was paid. Booth lead’s PIN needed.'))}</div>
      ${primary('confirm', t('Give back {amount}', { amount: formatVnd(total()) }), { icon: 'check', off: !total() || !form.isReady() })}`,
    actions: {
      ...form.actions,
      means(/** @type {DOMStringMap} */ data) {
        means = data.means;
        repaint();
      },
      less: (/** @type {DOMStringMap} */ { at }) => step(sale, back, Number(at), -1),
      more: (/** @type {DOMStringMap} */ { at }) => step(sale, back, Number(at), 1),
      confirm: () => form.send(fields(), !used.includes(means)),
    },
  };
}

/** @param {any} sale @param {() => void} changed */
export function voiding(sale, changed) {
  const form = correction(sale, changed, '/voids', [t('entered twice'), t('wrong sale'), t('customer left')]);
  const rest = sale.total_vnd - sale.refunded_vnd;
  return {
    title: t('Void sale'),
    markup: () => html`<div class="card facts"><p><span>${t('Number')}</span><b>${sale.number}</b></p>
        ${sale.payments.map((/** @type {any} */ one) => html`<p><span>${t('Give back by')}</span><b>${meansWords(one.means)}</b></p>`)}</div>
      ${form.markup()}<div class="grow"></div>
      ${primary('confirm', `${t('Void sale')} · ${t('Give back {amount}', { amount: formatVnd(rest) })}`, { off: !form.isReady() })}`,
    actions: { ...form.actions, confirm: () => form.send({}, false) },
  };
}

/**
 * The reason, the PIN where one is needed, and the sending: one document however often it is tried.
 * @param {any} sale @param {() => void} changed @param {string} path @param {string[]} reasons
 */
function correction(sale, changed, path, reasons) {
  const id = newId();
  const public_code = newPublicCode();
  let reason = '';
  let fault = '';
  let sending = false;

  /** @param {any} fields @param {boolean} approvalNeeded */
  function sendWith(fields, approvalNeeded) {
    if (sending || !reason.trim()) return;
    if (approvalNeeded || sale.shift_id !== state.shift.id) askPin(fields, '');
    else void give(fields, null);
  }
  /** @param {any} fields @param {string} wrong */
  function askPin(fields, wrong) {
    void open('approve', t('Booth lead’s PIN needed.'), (/** @type {any} */ approval) => give(fields, approval), wrong);
  }
  /** @param {any} fields @param {any} approval */
  async function give(fields, approval) {
    sending = true;
    repaint();
    const body = {
      id, public_code, corrects_id: sale.id, shift_id: state.shift.id, cashier_id: state.person.id,
      sold_at: new Date().toISOString(), reason: reason.trim(), approval, ...fields,
    };
    const kept = await tellNumbered({ id, path, body });
    if (kept.state === 'refused') await write('facts', { ...kept, state: 'waiting', body: { ...kept.body, ...body } });
    const fact = await sendNow(id);
    sending = false;
    if (fact?.state !== 'refused') {
      close();
      tell(fact?.state === 'sent' ? t('Sale saved') : t('Saved on this device, will be sent'));
      changed();
      return;
    }
    const { code, message } = fact.answer;
    if (['wrong_pin', 'approval_needed'].includes(code)) askPin(fields, message);
    else fault = message;
    repaint();
  }
  return {
    isReady: () => Boolean(reason.trim()) && !sending,
    send: sendWith,
    markup: () => html`${fault && band('fault', 'warn', fault)}
      <label class="field"><span>${t('Reason')}</span><input id="reason" data-input="write" maxlength="120" autocomplete="off"></label>
      <div class="chips wrap">${reasons.map((one) => html`<button class="chip" data-do="why" data-words="${one}" aria-pressed="${one === reason}"><span>${one}</span></button>`)}</div>`,
    actions: {
      write(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        reason = /** @type {HTMLInputElement} */ (field).value;
        repaint();
      },
      why(/** @type {DOMStringMap} */ { words = '' }) {
        reason = words;
        const field = /** @type {HTMLInputElement | null} */ (document.getElementById('reason'));
        if (field) field.value = words;
        repaint();
      },
    },
  };
}

/** @param {any} line @param {number} milli */
function refundRow(line, milli) {
  const left = line.quantity_milli - line.refunded_milli;
  return html`<li class="row"><p><b>${line.name}</b><small>${t('sold {amount}', { amount: quantityOf({ ...line, quantity_milli: left }) })}</small></p>
    <div class="frame stepper"><button data-do="less" data-at="${line.position}" aria-label="${t('One less')}" ${!milli && html`disabled`}>${icon('minus')}</button>
      <span class="count"><b>${formatQuantity(milli)}</b></span>
      <button data-do="more" data-at="${line.position}" aria-label="${t('One more')}" ${milli >= left && html`disabled`}>${icon('plus')}</button></div></li>`;
}

/** Pieces one by one; a weighing comes back whole. @param {any} sale @param {Map<number, number>} back @param {number} at @param {number} by */
function step(sale, back, at, by) {
  const line = sale.lines.find((/** @type {any} */ one) => one.position === at);
  const left = line.quantity_milli - line.refunded_milli;
  const unit = line.sold_by === 'weight' ? left : 1000;
  const next = Math.min(Math.max((back.get(at) ?? 0) + by * unit, 0), left);
  if (next) back.set(at, next);
  else back.delete(at);
  repaint();
}

/** @param {any} line @param {Map<number, number>} back */
function amountBack(line, back) {
  const milli = back.get(line.position);
  if (!milli) return 0;
  const sold = { quantity_milli: line.quantity_milli, amount_vnd: line.amount_vnd };
  const before = { quantity_milli: line.refunded_milli, amount_vnd: line.refunded_milli ? refundAmount(sold, NOTHING, line.refunded_milli) : 0 };
  return refundAmount(sold, before, milli);
}

const NOTHING = { quantity_milli: 0, amount_vnd: 0 };
