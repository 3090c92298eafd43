// @ts-check
/** Notes, and baskets put aside. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { change, dropHeld, hold as holdBasket, restoreHeld, resume } from './baskets.js';
import { clockTime, primary, vnd } from './parts.js';
import { close, repaint } from './screens.js';
import { state } from './state.js';
import { price } from './totals.js';

const UNDO_MS = 5000;

/** A field for a note with the notes that are common. @param {string} before */
export function noteField(before) {
  let text = before;
  const common = [t('gift wrap'), t('packed apart'), t('keep cold')];
  const id = 'note-field';
  return {
    text: () => text.trim(),
    markup: () => html`<div class="field"><input id="${id}" data-input="write" maxlength="120" autocomplete="off" value="${before}"
        aria-label="${t('Note')}" placeholder="${t('Note')}"></div>
      <div class="chips">${common.map((one) => html`<button class="chip" data-do="common" data-words="${one}" aria-pressed="${text.includes(one)}"><span>${one}</span></button>`)}</div>`,
    actions: {
      write(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        text = /** @type {HTMLInputElement} */ (field).value;
        repaint();
      },
      common(/** @type {DOMStringMap} */ { words = '' }) {
        text = text.includes(words) ? text.replace(words, '').replace(/^, |, $/g, '') : [text, words].filter(Boolean).join(', ');
        const field = /** @type {HTMLInputElement | null} */ (document.getElementById(id));
        if (field) field.value = text;
        repaint();
      },
    },
  };
}

/** The note of the whole sale. */
export function note() {
  const field = noteField(state.basket.note);
  return {
    title: t('Note'),
    markup: () => html`${field.markup()}<div class="grow"></div>${primary('confirm', t('Done'), { icon: 'check' })}`,
    actions: {
      ...field.actions,
      confirm() {
        close();
        change({ ...state.basket, note: field.text() });
      },
    },
    opened: focusFirst,
  };
}

/** Puts the basket aside, with a name if one is wanted. */
export function hold() {
  let name = '';
  return {
    title: t('Hold sale'),
    markup: () => html`<label class="field"><span>${t('Name to remember, e.g. red shirt')}</span><input data-input="write" maxlength="40" autocomplete="off"></label>
      <div class="grow"></div>${primary('confirm', t('Hold sale'), { icon: 'hold' })}`,
    actions: {
      write(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        name = /** @type {HTMLInputElement} */ (field).value;
      },
      confirm() {
        close();
        holdBasket(name.trim());
      },
    },
    opened: focusFirst,
  };
}

/** The held baskets; one that is deleted can come back for five seconds. */
export function held() {
  /** @type {import('./state.js').OpenBasket[]} */
  let dropped = [];
  /** @param {import('./state.js').OpenBasket} one */
  const row = (one) => html`<li class="row" data-key="${one.id}">
    <p><b>${one.name || clockTime(one.held_at)}</b><small>${clockTime(one.held_at)} · ${t('{n} items', { n: one.lines.length })} · ${vnd(price(one).total_vnd)}</small></p>
    <button class="outlined" data-do="resume" data-id="${one.id}">${t('Bring back')}</button>
    <button class="icon-button" data-do="drop" data-id="${one.id}" aria-label="${t('Delete held sale')}">${icon('bin')}</button></li>`;
  /** @param {import('./state.js').OpenBasket} one */
  const gone = (one) => html`<li class="removed" data-key="gone-${one.id}"><span>${t('Removed {name}', { name: one.name || clockTime(one.held_at) })}</span>
    <button class="text-button" data-do="restore" data-id="${one.id}">${t('Undo')}</button></li>`;
  return {
    get title() {
      return t('{n} held', { n: state.held.length });
    },
    markup: () => html`<ul class="rows">${state.held.map(row)}${dropped.map(gone)}</ul>`,
    actions: {
      resume(/** @type {DOMStringMap} */ { id }) {
        close();
        resume(id ?? '');
      },
      drop(/** @type {DOMStringMap} */ { id }) {
        const one = state.held.find((basket) => basket.id === id);
        if (!one) return;
        dropped = [...dropped, one];
        dropHeld(one.id);
        setTimeout(() => {
          dropped = dropped.filter((other) => other !== one);
          repaint();
        }, UNDO_MS);
      },
      restore(/** @type {DOMStringMap} */ { id }) {
        const one = dropped.find((basket) => basket.id === id);
        dropped = dropped.filter((basket) => basket.id !== id);
        if (one) restoreHeld(one);
      },
    },
  };
}

/** @param {HTMLElement} root */
function focusFirst(root) {
  root.querySelector('input')?.focus();
}
