// @ts-check
/** Giving back: some of the goods, or the whole sale. A new document; the old one stays. */

import { t } from './texts.js';
import { amountBack } from './books.js';
import { correction } from './correction.js';
import { html, icon } from './html.js';
import { formatVnd } from './money.js';
import { band, primary, quantityOf } from './parts.js';
import { formatQuantity } from './quantity.js';
import { repaint } from './screens.js';
import { meansWords } from './today.js';

/** @param {any} sale as the server reads it back @param {() => void} changed */
export function refund(sale, changed) {
  /** @type {Map<number, number>} line position → thousandths */
  const back = new Map();
  let means = sale.payments[0].means;
  const used = [...new Set(sale.payments.map((/** @type {any} */ one) => one.means))];
  const form = correction(sale, changed, 'refund', [t('broken'), t('wrong goods'), t('customer changed mind')]);
  const total = () => sale.lines.reduce((/** @type {number} */ sum, /** @type {any} */ line) => {
    const milli = back.get(line.position);
    return sum + (milli ? amountBack(line, milli) : 0);
  }, 0);
  return {
    title: t('Refund'),
    markup: () => html`<div class="scroll" tabindex="0"><ul class="rows">${sale.lines.map((/** @type {any} */ line) => refundRow(line, back.get(line.position) ?? 0))}</ul>
        ${form.markup()}
        <div class="chips wrap" role="group" aria-label="${t('Give back by')}">${['cash', 'vietqr', 'other'].map((one) => html`<button class="chip" data-do="means" data-means="${one}"
          aria-pressed="${one === means}"><span>${meansWords(one)}</span></button>`)}</div>
        ${!used.includes(means) && band('wait', 'lock', t('Another means than it was paid. Booth lead’s PIN needed.'))}</div>
      ${primary('confirm', form.words(t('Give back {amount}', { amount: formatVnd(total()) })), { icon: 'check', off: !total() || !form.isReady() })}`,
    actions: {
      ...form.actions,
      means(/** @type {DOMStringMap} */ data) {
        if (form.isFixed()) return;
        means = data.means;
        repaint();
      },
      less: (/** @type {DOMStringMap} */ { at }) => form.isFixed() || step(sale, back, Number(at), -1),
      more: (/** @type {DOMStringMap} */ { at }) => form.isFixed() || step(sale, back, Number(at), 1),
      confirm: () => form.send(back, used.length > 1 && used.includes(means) ? null : means),
    },
    closed: form.closed,
  };
}

/** @param {any} sale @param {() => void} changed */
export function voiding(sale, changed) {
  const form = correction(sale, changed, 'void', [t('entered twice'), t('wrong sale'), t('customer left')]);
  const rest = sale.total_vnd - sale.refunded_vnd;
  return {
    title: t('Void sale'),
    markup: () => html`<div class="card facts"><p><span>${t('Number')}</span><b>${sale.number}</b></p>
        ${sale.payments.map((/** @type {any} */ one) => html`<p><span>${t('Give back by')}</span><b>${meansWords(one.means)}</b></p>`)}</div>
      ${form.markup()}<div class="grow"></div>
      ${primary('confirm', form.words(`${t('Void sale')} · ${t('Give back {amount}', { amount: formatVnd(rest) })}`), { off: !form.isReady() })}`,
    actions: { ...form.actions, confirm: () => form.send(new Map(), null) },
    closed: form.closed,
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
