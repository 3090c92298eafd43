// @ts-check
/** A field that asks why, with the usual answers to tap. */

import { html } from './html.js';
import { repaint } from './screens.js';

/** The actions `write` and `why` are the view's. @param {string} label @param {string[]} [usual] @param {number} [longest] */
export function reasonField(label, usual = [], longest = 120) {
  let typed = '';
  return {
    words: () => typed.trim(),
    markup: () => html`<label class="field"><span>${label}</span><input id="reason" data-input="write" value="${typed}" maxlength="${longest}" autocomplete="off"></label>
      ${usual.length > 0 && html`<div class="chips wrap">${usual.map((one) => html`<button class="chip" data-do="why" data-words="${one}" aria-pressed="${one === typed}"><span>${one}</span></button>`)}</div>`}`,
    actions: {
      write(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        typed = /** @type {HTMLInputElement} */ (field).value;
        repaint();
      },
      why(/** @type {DOMStringMap} */ { words = '' }) {
        typed = words;
        const field = /** @type {HTMLInputElement | null} */ (document.getElementById('reason'));
        if (field) field.value = words;
        repaint();
      },
    },
  };
}
