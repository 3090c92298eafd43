// @ts-check
/** The number pad: twelve keys on the screen, the same from a keyboard. */

import { t } from './texts.js';
import { html, icon } from './html.js';

/** @param {any} corner what stands bottom left: "000", ",", nothing, or a button */
export function pad(corner) {
  return html`<div class="pad">
    ${['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key)}
    ${typeof corner === 'string' && corner ? key(corner) : corner || html`<span></span>`}
    ${key('0')}
    <button class="key quiet" data-do="key" data-sign="back" aria-label="${t('Delete one digit')}">${icon('erase')}</button>
  </div>`;
}

/** @param {string} sign */
function key(sign) {
  return html`<button class="key" data-do="key" data-sign="${sign}">${sign}</button>`;
}

/**
 * Gives a keyboard's digits to the pad; true when the key was one.
 * @param {KeyboardEvent} event
 * @param {(sign: string) => void} press
 */
export function padKey(event, press) {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return false;
  const sign = { Backspace: 'back', Delete: 'clear', '.': ',' }[event.key] ?? event.key;
  if (!/^([0-9,]|back|clear)$/.test(sign)) return false;
  press(sign);
  return true;
}

/** Whether somebody types text. @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** What is typed of a weight or quantity after a key: digits, one comma, three decimals. @param {string} typed @param {string} sign */
export function typeQuantity(typed, sign) {
  if (sign === 'clear') return '';
  if (sign === 'back') return typed.slice(0, -1);
  const next = (typed === '' && sign === ',' ? '0' : typed) + sign;
  return /^\d{1,4}(,\d{0,3})?$/.test(next) ? next.replace(/^0(?=\d)/, '') : typed;
}
