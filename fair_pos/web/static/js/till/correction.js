// @ts-check
/** What giving back and voiding share: a reason, a PIN where one is needed, one document. */

import { t } from './texts.js';
import { pinFault } from './approve.js';
import { ask, endAsking, happened } from './ask.js';
import { correctionOf, leftOf, withCorrections } from './books.js';
import { watchDrawer } from './drawer.js';
import { html } from './html.js';
import { newId } from './ids.js';
import { ownBooks } from './ownbooks.js';
import { band } from './parts.js';
import { forgetPin, rememberPin } from './pinkeeper.js';
import { newPublicCode } from './publiccode.js';
import { reasonField } from './reason.js';
import { close, open, repaint } from './screens.js';
import { state } from './state.js';
import { tell } from './strip.js';

/**
 * The reason, the PIN where one is needed, and the sending: one document however often it is tried.
 * @param {any} sale @param {() => void} changed @param {'refund' | 'void'} kind @param {string[]} reasons
 */
export function correction(sale, changed, kind, reasons) {
  const id = newId();
  const public_code = newPublicCode();
  const reason = reasonField(t('Reason'), reasons);
  let fault = '';
  let sending = false;
  let left = false;
  /** @type {any} after a question that may have reached the server: the same document or none */
  let fixed = null;

  /** @param {Map<number, number>} wanted line position → thousandths @param {string | null} means */
  async function send(wanted, means) {
    if (sending || !reason.words()) return;
    fault = '';
    const order = fixed ?? (await made(wanted, means));
    if (!order) repaint();
    else if (order.needsLeader) askPin(order, '');
    else void give(order, null);
  }
  /** Null when this device knows that it cannot be. @param {Map<number, number>} wanted @param {string | null} means */
  async function made(wanted, means) {
    const { documents } = await ownBooks();
    const now = withCorrections(sale, documents);
    const left = leftOf(now);
    if (now.voided) fault = t('Voided already. Choose another sale.');
    else if (!left.size || [...wanted].some(([at, milli]) => milli > (left.get(at) ?? 0))) fault = t('More than was sold');
    if (fault) return null;
    const lines = kind === 'void' ? left : wanted;
    const { document, isOtherMeans } = correctionOf(now, documents, kind, lines, means);
    const fields = kind === 'void' ? {} : { lines: [...lines].map(([position, quantity_milli]) => ({ position, quantity_milli })), means };
    const body = {
      id, public_code, corrects_id: sale.id, shift_id: state.shift.id, cashier_id: state.person.id,
      sold_at: new Date().toISOString(), reason: reason.words(), ...fields,
    };
    return { body, document, needsLeader: isOtherMeans || sale.shift_id !== state.shift.id };
  }
  /** @param {any} order @param {string} wrong */
  function askPin(order, wrong) {
    if (!left) void open('approve', t('Booth lead’s PIN needed.'), (/** @type {any} */ approval) => give(order, approval), wrong);
  }
  /** @param {any} order @param {any} approval */
  async function give(order, approval) {
    if (sending) return;
    sending = true;
    repaint();
    try {
      await decide(order, approval);
    } catch {
      fault = t('The device cannot write.');
    }
    sending = false;
    if (left) await endAsking(id);
    repaint();
  }
  /** @param {any} order @param {any} approval */
  async function decide(order, approval) {
    const fact = { id, path: kind === 'void' ? '/voids' : '/refunds', body: { ...order.body, approval }, document: order.document };
    const said = await ask(fact, true);
    if (said.state === 'refused') {
      fixed = null;
      if (said.answer.code === 'wrong_pin' && approval) await forgetPin(approval.person_id);
      if (['wrong_pin', 'approval_needed'].includes(said.answer.code)) askPin(order, said.answer.message);
      else fault = said.answer.message;
      return;
    }
    if (said.state === 'silent') {
      fixed = order;
      const wrong = approval && (await pinFault(approval));
      if (wrong) {
        askPin(order, wrong);
        return;
      }
      await happened(fact);
    } else if (approval && said.answer.status === 'stored') void rememberPin(approval.person_id, approval.pin);
    fixed = null;
    if (!left) close();
    if (said.state === 'sent') void watchDrawer(id);
    tell(said.state === 'sent' ? t('Sale saved') : t('Saved on this device, will be sent'));
    changed();
  }
  return {
    isReady: () => Boolean(reason.words()) && !sending,
    isFixed: () => sending || fixed !== null,
    words: (/** @type {string} */ words) => (sending ? t('Saving…') : words),
    send,
    markup: () => html`${fault && band('fault', 'warn', fault)}${reason.markup()}`,
    actions: reason.actions,
    closed() {
      left = true;
      if (fixed) tell(t('Kept for the server to decide. Give nothing back yet.'), 'wait');
      if (!sending) void endAsking(id);
    },
  };
}
