// @ts-check
/** Closing a shift: count first, then see the books, then sign. The books come only after the count. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { booksBody, countBody, signBody } from './closingparts.js';
import { Later, post } from './api.js';
import { DENOMINATIONS } from './cash.js';
import { newId } from './ids.js';
import { padKey } from './pad.js';
import { close, open, repaint, show } from './screens.js';
import { state } from './state.js';
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
