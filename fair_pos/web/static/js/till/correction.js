// @ts-check
/** What giving back and voiding share: a reason, a PIN where one is needed, one document. */

import { t } from './texts.js';
import { html } from './html.js';
import { newId } from './ids.js';
import { sendNow, tellNumbered } from './outbox.js';
import { band } from './parts.js';
import { newPublicCode } from './publiccode.js';
import { close, open, repaint } from './screens.js';
import { state } from './state.js';
import { write } from './store.js';
import { tell } from './strip.js';

/**
 * The reason, the PIN where one is needed, and the sending: one document however often it is tried.
 * @param {any} sale @param {() => void} changed @param {string} path @param {string[]} reasons
 */
export function correction(sale, changed, path, reasons) {
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
