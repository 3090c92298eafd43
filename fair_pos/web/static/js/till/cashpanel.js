// @ts-check
/** Cash: what the customer gives, what goes back. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { changeDue, quickKeys, stillDue } from './cash.js';
import { formatVnd, readAmount, typeKey } from './money.js';
import { pad, padKey } from './pad.js';
import { primary, vnd } from './parts.js';
import { repaint } from './screens.js';

/** @param {import('./pay.js').Pay} pay */
export function cashPanel(pay) {
  let fresh = true;
  const given = () => readAmount(pay.cash) ?? 0;

  /** @param {string} sign */
  function press(sign) {
    pay.cash = typeKey(fresh && sign !== 'back' ? '' : pay.cash, sign);
    fresh = false;
    repaint();
  }
  function quick(/** @type {DOMStringMap} */ data) {
    pay.cash = data.vnd ?? '';
    fresh = true;
    repaint();
  }
  const short = () => stillDue(pay.due, given());
  const confirmWords = () => {
    if (pay.saving === 'saving') return t('Saving…');
    return short() ? t('{amount} short', { amount: formatVnd(short()) }) : t('Money taken');
  };
  return {
    markup: () => html`
      <div class="boxes">
        <p class="box"><span>${t('To collect')}</span><b>${vnd(pay.due)}</b></p>
        <p class="box active"><span>${t('Customer gives')}</span><b>${vnd(given())}</b></p>
      </div>
      ${changeBand(pay.due, given())}
      ${quickRow(pay.due, given())}
      ${pad('000')}
      ${primary('confirm', confirmWords(), { icon: short() ? '' : 'check', off: short() || pay.saving })}`,
    actions: {
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
      quick,
      wipe: () => press('clear'),
      confirm() {
        if (short()) return;
        const change = changeDue(pay.due, given());
        void pay.finish([{ means: 'cash', amount_vnd: pay.due, tendered_vnd: given(), change_vnd: change, confirmed_at: new Date().toISOString() }]);
      },
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/** @param {number} due @param {number} given */
function changeBand(due, given) {
  const short = stillDue(due, given);
  if (short) return html`<p class="change short" aria-live="polite"><span>${t('{amount} short', { amount: '' })}</span><strong>${vnd(short)}</strong></p>`;
  return html`<p class="change" aria-live="polite"><span>${t('Change')}</span><strong>${vnd(given - due)}</strong></p>`;
}

/** @param {number} due @param {number} given */
function quickRow(due, given) {
  return html`<div class="quick">${quickKeys(due).map((amount) => html`<button class="outlined ${amount === given && 'chosen'}" data-do="quick"
      data-vnd="${amount}">${amount === due && html`<small>${t('Exact')}</small>`}${formatVnd(amount)}</button>`)}
    <button class="outlined quiet" data-do="wipe">${icon('close')}<span>${t('Clear')}</span></button></div>`;
}
