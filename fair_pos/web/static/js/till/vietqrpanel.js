// @ts-check
/** A transfer in its states: shown, claimed by the customer, confirmed by a person. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { amountInWords } from './money.js';
import { band, primary, vnd } from './parts.js';
import { qrSvg } from './qr.js';
import { repaint } from './screens.js';
import { state } from './state.js';
import { build, memoFor } from './vietqr.js';

const LATE_MS = 10 * 60_000;

/**
 * @param {import('./pay.js').Pay} pay
 * @param {any[]} before what was taken in other means: VietQR brings the rest
 */
export function vietqrPanel(pay, before = []) {
  const { account, booth } = state.catalogue;
  const due = pay.due - before.reduce((sum, one) => sum + one.amount_vnd, 0);
  if (!account) return noAccount();
  const memo = memoFor(booth.code, pay.sale.id);
  const text = build(account.bank_bin, account.account_number, due, memo);
  const show = { code: true, large: false, turned: false };
  /** @type {any} */
  let picture = null;
  let undrawn = false;
  /** @type {WakeLockSentinel | undefined} */
  let awake;
  pay.qr.shown_at ??= new Date().toISOString();
  void qrSvg(text).then((drawn) => (picture = drawn)).catch(() => (undrawn = true)).then(repaint);
  void navigator.wakeLock?.request('screen').then((lock) => (awake = lock)).catch(() => null);

  const whose = () => html`<p class="holder">${account.account_name}</p>
    <p class="quiet-words">${account.bank_name} · ${t('ending')} <b>${account.account_number.slice(-4)}</b></p>
    <p class="quiet-words">${t('Memo')} <b>${memo}</b></p>`;
  const waitingBody = () => html`<div class="card qr ${show.large && 'large'} ${show.turned && 'turned'}">
      <button class="icon-button turn" data-do="turn" aria-label="${t('Turn to the customer')}">${icon('retry')}</button>
      <strong class="fig-34">${vnd(due)}</strong><p>${amountInWords(due)}</p>
      <button class="code" data-do="enlarge" aria-label="${t('Touch the code to enlarge')}">${picture?.(show.large)}</button>
      ${whose()}</div>
    ${undrawn && band('fault', 'warn', t('The code cannot be drawn now. Take cash, or let the customer type the account.'))}
    ${isLate() && band('wait', 'clock', t('Nothing after 10 min. Pay otherwise or hold.'))}
    ${band('wait', 'phone', t('No screenshots. Goods only when the money is in.'))}
    ${primary('claim', t('Customer says paid'))}`;
  const claimedBody = () => html`<div class="card qr claimed">
      <p><b>${t('The money in our account must be exactly')}</b></p>
      <strong class="fig-44">${vnd(due)}</strong><p>${amountInWords(due)}</p><hr>${whose()}</div>
    ${band('wait', 'eye', t('Open our bank app or listen to the speaker. Compare every 0.'))}
    ${band('fault', 'phone', t('A picture on the customer’s phone is not money.'))}
    <div class="two"><button class="outlined" data-do="again">${icon('scan')}<span>${t('Show code again')}</span></button>
      <button class="outlined" data-do="nothing">${t('No money yet')}</button></div>
    ${primary('confirm', pay.saving === 'saving' ? t('Saving…') : t('The money is in, in full'), { icon: 'check', off: pay.saving })}`;
  const isLate = () => Date.now() - Date.parse(pay.qr.shown_at ?? '') > LATE_MS;
  const isClaimed = () => pay.qr.claimed_at !== null && !show.code;

  return {
    markup: () => html`${steps(isClaimed() ? 1 : 0)}${isClaimed() ? claimedBody() : waitingBody()}`,
    actions: {
      enlarge: () => turn({ large: !show.large }),
      turn: () => turn({ turned: !show.turned }),
      claim() {
        pay.qr.claimed_at ??= new Date().toISOString();
        turn({ code: false, large: false, turned: false });
      },
      again: () => turn({ code: true }),
      nothing() {
        pay.qr.claimed_at = null;
        turn({ code: true });
      },
      confirm: () =>
        void pay.finish([...before, {
          means: 'vietqr', amount_vnd: due, memo, bank_bin: account.bank_bin, account_number: account.account_number,
          ...pay.qr, confirmed_at: new Date().toISOString(),
        }]),
    },
    left: () => void awake?.release(),
  };

  /** @param {Partial<typeof show>} change */
  function turn(change) {
    Object.assign(show, change);
    repaint();
  }
}

/** Three bars with words. @param {number} at the step that is open */
function steps(at) {
  const words = [t('Waiting'), t('Customer says paid'), t('Received')];
  return html`<ol class="steps">${words.map((word, step) => html`<li class="${step < at ? 'past' : step === at ? 'now' : ''}"
      ${step === at && html`aria-current="step"`}>${step < at && icon('check')}${step === at && icon('clock')}<span>${word}</span></li>`)}</ol>`;
}

function noAccount() {
  return { markup: () => band('wait', 'warn', t('No account for this booth. Ask the organisers.')), actions: {} };
}
