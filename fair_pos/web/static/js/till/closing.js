// @ts-check
/** Closing a shift: count first, then see the books, then sign. The books come only after the count. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { Later, post } from './api.js';
import { DENOMINATIONS, countNotes } from './cash.js';
import { newId } from './ids.js';
import { formatVnd } from './money.js';
import { pad, padKey } from './pad.js';
import { band, primary, vnd } from './parts.js';
import { close, open, repaint, show } from './screens.js';
import { givenName, state } from './state.js';
import { read, remove, write } from './store.js';
import { tell } from './strip.js';

const DRAFT = 'count-draft';
const DIGITS = 4;

export async function closing() {
  const { shift } = state;
  const draft = await read('meta', DRAFT);
  /** @type {Record<number, number>} */
  const counts = draft?.shift === shift.id ? draft.counts : {};
  const step = { at: 1, fault: '', why: '', pin: '', busy: false };
  /** @type {any} what the server says after the count, never before */
  let books = null;

  /** @param {number} note @param {number} number */
  function setCount(note, number) {
    counts[note] = Math.min(Math.max(number, 0), 99_999);
    void write('meta', { shift: shift.id, counts }, DRAFT);
    repaint();
  }
  async function counted() {
    const notes = Object.fromEntries(DENOMINATIONS.map((note) => [note, counts[note] ?? 0]));
    await ask(async () => {
      books = await post(`/shifts/${shift.id}/counts`, { id: newId(), notes, counted_at: new Date().toISOString() });
      step.at = 2;
    });
  }
  async function signed() {
    await ask(async () => {
      const body = { count_id: books.count_id, explanation: step.why.trim(), pin: step.pin };
      await post(`/shifts/${shift.id}/close`, body);
      await remove('meta', DRAFT);
      await write('meta', null, 'shift');
      state.shift = null;
      await show('opening');
      tell(t('Shift closed. Open a new one to sell.'));
    });
  }
  /** @param {() => Promise<void>} work */
  async function ask(work) {
    if (step.busy) return;
    step.busy = true;
    step.fault = '';
    try {
      await work();
    } catch (error) {
      step.pin = '';
      step.fault = error instanceof Later ? t('Server not reached. Try again.') : /** @type {Error} */ (error).message;
    }
    step.busy = false;
    repaint();
  }
  /** @param {string} sign */
  function pressPin(sign) {
    if (!/^([0-9]|back|clear)$/.test(sign) || step.busy) return;
    step.pin = sign === 'clear' ? '' : sign === 'back' ? step.pin.slice(0, -1) : step.pin + sign;
    repaint();
    if (step.pin.length === DIGITS) void signed();
  }
  const bodies = {
    1: () => countBody(counts, step),
    2: () => booksBody(books, step),
    3: () => signBody(step),
  };
  return {
    label: t('Close shift'),
    kind: 'closing',
    markup: () => html`<header class="head"><button class="icon-button" data-do="back" aria-label="${t('Back')}">${icon('back')}</button>
        <h2>${t('Close shift {n}', { n: shift.number ?? '' })} <small>· ${t('step {n}/3', { n: step.at })}</small></h2>
        ${step.at === 1 && html`<button class="outlined" data-do="close">${t('Later')}</button>`}</header>
      ${bodies[/** @type {1} */ (step.at)]()}`,
    actions: {
      back() {
        if (step.at === 3) step.at = 2;
        else close();
        repaint();
      },
      less: (/** @type {DOMStringMap} */ { note }) => setCount(Number(note), (counts[Number(note)] ?? 0) - 1),
      more: (/** @type {DOMStringMap} */ { note }) => setCount(Number(note), (counts[Number(note)] ?? 0) + 1),
      type: (/** @type {DOMStringMap} */ { note }) => open('notes', Number(note), counts[Number(note)] ?? 0, setCount),
      counted,
      recount() {
        step.at = 1;
        books = null;
        repaint();
      },
      why(/** @type {DOMStringMap} */ { words = '' }) {
        step.why = words;
        const field = /** @type {HTMLInputElement | null} */ (document.getElementById('why'));
        if (field) field.value = words;
        repaint();
      },
      write(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        step.why = /** @type {HTMLInputElement} */ (field).value;
        repaint();
      },
      sign() {
        if (books.difference_vnd && !step.why.trim()) return;
        step.at = 3;
        repaint();
      },
      key: (/** @type {DOMStringMap} */ { sign }) => pressPin(sign ?? ''),
    },
    key: (/** @type {KeyboardEvent} */ event) => step.at === 3 && padKey(event, pressPin),
  };
}

/** @param {Record<number, number>} counts @param {any} step */
function countBody(counts, step) {
  const total = countNotes(counts);
  const pieces = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return html`<p class="advice">${icon('lock')}<span><b>${t('Count the cash box, note by note.')}</b><small>${t('The book figure shows after counting.')}</small></span></p>
    ${state.waiting > 0 && band('wait', 'clock', t('{n} sales unsent. You can close, they go later.', { n: state.waiting }))}
    <ul class="notes" tabindex="-1">${DENOMINATIONS.map((note) => noteRow(note, counts[note] ?? 0))}</ul>
    ${step.fault && band('fault', 'warn', step.fault)}
    <p class="due"><span aria-live="polite">${t('{n} notes, total', { n: pieces })}</span><strong class="fig-28">${vnd(total)}</strong></p>
    ${primary('counted', t('Done counting'), { icon: 'check', off: step.busy })}`;
}

/** @param {number} note @param {number} number */
function noteRow(note, number) {
  return html`<li data-key="${note}"><b class="note-${note}">${formatVnd(note)}</b>
    <div class="frame stepper"><button data-do="less" data-repeats data-note="${note}" aria-label="${t('One less')} ${formatVnd(note)}">${icon('minus')}</button>
      <button data-do="type" data-note="${note}" aria-label="${t('Quantity')} ${formatVnd(note)}: ${number}"><b>${number}</b></button>
      <button data-do="more" data-repeats data-note="${note}" aria-label="${t('One more')} ${formatVnd(note)}">${icon('plus')}</button></div>
    <span class="amount">${formatVnd(note * number)}</span></li>`;
}

/** @param {any} books @param {any} step */
function booksBody(books, step) {
  const off = books.difference_vnd;
  const words = off === 0 ? t('Matches') : off < 0 ? t('{amount} short, cash', { amount: formatVnd(-off) }) : t('{amount} over', { amount: formatVnd(off) });
  const reasons = [t('gave wrong change'), t('forgot to record'), t('small change'), t('not known')];
  return html`<div class="card facts big"><p><span>${t('Counted')}</span><b>${vnd(books.counted_vnd)}</b></p>
      <p><span>${t('By the books')}</span><b>${vnd(books.expected_vnd)}</b></p>
      <p><span>${t('Difference')}</span><b class="${off && 'fault-words'}">${words}</b></p></div>
    ${off !== 0 && html`<label class="field"><span>${t('Why the difference?')}</span><input id="why" data-input="write" maxlength="200" autocomplete="off"></label>
      <div class="chips wrap">${reasons.map((one) => html`<button class="chip" data-do="why" data-words="${one}" aria-pressed="${one === step.why}"><span>${one}</span></button>`)}</div>`}
    <div class="grow"></div>
    <button class="outlined" data-do="recount">${icon('retry')}<span>${t('Count again')}</span></button>
    ${primary('sign', t('Close and print the hand-over'), { icon: 'check', off: off !== 0 && !step.why.trim() })}`;
}

/** @param {any} step */
function signBody(step) {
  return html`<p class="pin-words ${step.fault && 'fault'}">${step.fault || t('PIN of {name}, 4 digits', { name: givenName(state.person) })}</p>
    <p class="dots ${step.fault && 'fault'}" role="img" aria-label="${t('{n} of 4 digits', { n: step.pin.length })}">${[0, 1, 2, 3].map((at) => html`<i class="${at < step.pin.length && 'full'}"></i>`)}</p>
    <div class="grow"></div>${pad('')}`;
}
