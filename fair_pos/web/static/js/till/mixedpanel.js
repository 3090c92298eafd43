// @ts-check
/** Cash and VietQR: the seller types the cash, VietQR is always the rest. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { DENOMINATIONS } from './cash.js';
import { formatVnd, readAmount, typeKey } from './money.js';
import { pad, padKey } from './pad.js';
import { band, primary, vnd } from './parts.js';
import { repaint } from './screens.js';
import { vietqrPanel } from './vietqrpanel.js';

/** @param {import('./pay.js').Pay} pay */
export function mixedPanel(pay) {
  let typed = '';
  /** @type {any} the transfer, once the cash is agreed */
  let rest = null;
  const cash = () => readAmount(typed) ?? 0;
  const fits = () => cash() > 0 && cash() < pay.due;

  /** @param {string} sign */
  function press(sign) {
    typed = typeKey(typed, sign);
    repaint();
  }
  function showCode() {
    if (!fits()) return;
    pay.qrDue = pay.due - cash();
    const at = new Date().toISOString();
    rest = vietqrPanel(pay, [{ means: 'cash', amount_vnd: cash(), tendered_vnd: cash(), change_vnd: 0, confirmed_at: at }]);
    repaint();
  }
  const typing = () => html`
    <p class="due"><span>${t('To collect')}</span><strong class="fig-28">${vnd(pay.due)}</strong></p>
    <div class="boxes">
      <p class="box active"><span>${t('Cash')}</span><b>${vnd(cash())}</b></p>
      <p class="box"><span>${t('VietQR, the rest')}</span><b>${vnd(Math.max(pay.due - cash(), 0))}</b></p>
    </div>
    ${fits() ? band('plain', 'check', t('Adds up to {amount}', { amount: formatVnd(pay.due) })) : band('wait', 'cash', t('Type the cash the customer gives'))}
    <div class="quick">${notesBelow(pay.due).map((note) => html`<button class="outlined ${note === cash() && 'chosen'}" data-do="quick" data-vnd="${note}">${formatVnd(note)}</button>`)}
      <button class="outlined quiet" data-do="wipe">${icon('close')}<span>${t('Clear')}</span></button></div>
    ${pad('000')}
    ${primary('code', fits() ? t('Show code for {amount}', { amount: formatVnd(pay.due - cash()) }) : t('Show code'), { icon: 'scan', off: !fits() })}`;
  return {
    markup: () => (rest ? rest.markup() : typing()),
    get actions() {
      return {
        key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
        quick(/** @type {DOMStringMap} */ data) {
          typed = data.vnd ?? '';
          repaint();
        },
        wipe: () => press('clear'),
        code: showCode,
        ...rest?.actions,
      };
    },
    key: (/** @type {KeyboardEvent} */ event) => !rest && padKey(event, press),
    left: () => rest?.left?.(),
  };
}

/** The two largest round amounts under what is due. @param {number} due */
function notesBelow(due) {
  return DENOMINATIONS.filter((note) => note < due).slice(0, 2).reverse();
}
