// @ts-check
/** Closing a shift: count first, then see the books, then sign. The books come only after the count. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { booksBody, countBody, signBody } from './closingparts.js';
import { ask, happened } from './ask.js';
import { DENOMINATIONS, countNotes } from './cash.js';
import { newId } from './ids.js';
import { ownBooks } from './ownbooks.js';
import { padKey } from './pad.js';
import { setShift } from './people.js';
import { checkPin, forgetPin } from './pinkeeper.js';
import { reasonField } from './reason.js';
import { close, open, repaint, show } from './screens.js';
import { expectedCash, shiftTotals } from './shiftbooks.js';
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
  const closeId = newId();
  const why = reasonField(t('Why the difference?'), [t('gave wrong change'), t('forgot to record'), t('small change'), t('not known')], 200);
  const step = { at: 1, fault: '', why, pin: '', busy: false };
  /** @type {any} what the books say after the count, never before */
  let books = null;

  /** @param {number} note @param {number} number */
  function setCount(note, number) {
    counts[note] = Math.min(Math.max(number, 0), 99_999);
    void write('meta', { shift: shift.id, counts }, DRAFT);
    repaint();
  }
  async function counted() {
    await busy(async () => {
      const notes = Object.fromEntries(DENOMINATIONS.map((note) => [note, counts[note] ?? 0]));
      const id = newId();
      const body = { id, notes, counted_at: new Date().toISOString(), person_id: state.person.id };
      const fact = { id, path: `/shifts/${shift.id}/counts`, body };
      const said = await ask(fact);
      if (said.state === 'refused') return said.answer.message;
      if (said.state === 'silent') await happened(fact);
      books = said.state === 'sent' ? said.answer : await besideOwnBooks(id);
      step.at = 2;
      return '';
    });
  }
  /** The count is frozen: only now this device adds up what should be there. @param {string} count_id */
  async function besideOwnBooks(count_id) {
    const { documents, facts } = await ownBooks();
    const expected_vnd = expectedCash(shift, shiftTotals(shift, documents, facts));
    const counted_vnd = countNotes(counts);
    return { own: true, count_id, counted_vnd, expected_vnd, difference_vnd: counted_vnd - expected_vnd };
  }
  async function signed() {
    await busy(async () => {
      const { pin } = step;
      const body = {
        count_id: books.count_id, explanation: why.words(), pin, person_id: state.person.id,
        closed_at: new Date().toISOString(), expected_vnd: books.expected_vnd,
      };
      const fact = { id: closeId, path: `/shifts/${shift.id}/close`, body };
      // what was told here must not be judged by other books a minute later
      const said = books.own ? { state: 'silent', answer: null } : await ask(fact);
      if (said.answer?.code === 'wrong_pin') await forgetPin(state.person.id);
      if (said.state === 'refused') return said.answer.message;
      if (said.state === 'silent') {
        const checked = await checkPin(state.person.id, pin);
        if (checked.state === 'wrong') return checked.words;
        await happened(fact);
      }
      await finish(said.state);
      return '';
    });
  }
  /** @param {string} how */
  async function finish(how) {
    await remove('meta', DRAFT);
    await setShift(null);
    await show('opening', how === 'sent' ? shift.id : '');
    tell(how === 'sent' ? t('Shift closed. Open a new one to sell.') : t('Closed on this device, will be sent.'));
  }
  /** @param {() => Promise<string>} work what is wrong, or nothing */
  async function busy(work) {
    if (step.busy) return;
    step.busy = true;
    step.fault = '';
    repaint();
    step.fault = await work().catch(() => t('The device cannot write.'));
    step.pin = '';
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
      ...why.actions,
      sign() {
        if (books.difference_vnd && !why.words()) return;
        step.at = 3;
        repaint();
      },
      key: (/** @type {DOMStringMap} */ { sign }) => pressPin(sign ?? ''),
    },
    key: (/** @type {KeyboardEvent} */ event) => step.at === 3 && padKey(event, pressPin),
  };
}
