// @ts-check
/** The keyboard: one table, the same everywhere. No single letters (Telex, VNI), no browser keys. */

import { chooseFirst, searchBox } from './selling.js';
import { removeLine, setQuantity, undoRemove } from './baskets.js';
import { current, hasSheet, open, repaint } from './screens.js';
import { isTyping, padKey } from './pad.js';
import { parseQuantity } from './quantity.js';
import { lineActions } from './lines.js';
import { state } from './state.js';
import { takeTyped, typeForLine, typedQuantity } from './typed.js';

/** Starts listening. */
export function listenForKeys() {
  addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    noticeKeyboard(event);
    if (press(event)) event.preventDefault();
  });
  addEventListener('pointerdown', () => takeTyped());
}

/** @param {KeyboardEvent} event @returns {boolean} dealt with */
function press(event) {
  if (event.key === 'Enter') return enter(event);
  if (event.key === 'F2' && (hasSheet() || !isSelling())) return confirm();
  if (current()?.key?.(event)) return true;
  return !hasSheet() && isSelling() && sellingKey(event);
}

/** Enter confirms the blue button, unless the focus is on another button. @param {KeyboardEvent} event */
function enter(event) {
  const { target } = event;
  if (target instanceof HTMLTextAreaElement) return false;
  if (target === searchBox()) {
    chooseFirst();
    return true;
  }
  if (!hasSheet() && isSelling() && typedQuantity()) return giveQuantity();
  const isButton = target instanceof HTMLButtonElement && target.getAttribute('role') !== 'tab';
  return !isButton && confirm();
}

function confirm() {
  const sheets = document.querySelectorAll('dialog');
  const place = sheets[sheets.length - 1] ?? document;
  const button = place.querySelector('[data-primary]:not(:disabled)');
  if (!(button instanceof HTMLElement)) return false;
  button.click();
  return true;
}

/** @param {KeyboardEvent} event */
function sellingKey(event) {
  /** @type {Record<string, () => unknown>} */
  const table = {
    '/': () => searchBox()?.focus(),
    F2: () => state.basket.lines.length && open('pay'),
    F4: () => state.basket.lines.length && lineActions.hold(),
    F8: () => state.basket.lines.length && lineActions.discount(),
    F9: () => state.basket.lines.length && lineActions.note(),
    ArrowUp: () => select(-1),
    ArrowDown: () => select(1),
    Escape: back,
  };
  const typing = isTyping(event.target);
  if (typing && event.key === 'Escape') searchBox()?.blur();
  if (event.key === 'z' && event.ctrlKey && state.removed.length) {
    undoRemove();
    return true;
  }
  if (typing && (event.key === '/' || event.key.startsWith('Arrow'))) return false;
  if (table[event.key]) {
    table[event.key]();
    if (event.key === '/') searchBox()?.select();
    return true;
  }
  return !typing && selectedKey(event);
}

/** Digits and Delete act on the selected line. @param {KeyboardEvent} event */
function selectedKey(event) {
  if (state.selected === null) return false;
  if (event.key === 'Delete') {
    removeLine(state.selected);
    return true;
  }
  return padKey(event, (sign) => {
    typeForLine(sign);
    repaint();
  });
}

function giveQuantity() {
  const milli = parseQuantity(takeTyped().replace(/,$/, ''));
  if (milli && state.selected !== null) setQuantity(state.selected, milli);
  else repaint();
  return true;
}

/** @param {number} step */
function select(step) {
  const keys = state.basket.lines.map((line) => line.key);
  if (keys.length === 0) return;
  const at = state.selected === null ? (step > 0 ? -1 : keys.length) : keys.indexOf(state.selected);
  state.selected = keys[Math.min(Math.max(at + step, 0), keys.length - 1)];
  takeTyped();
  repaint();
  const line = document.querySelector(`.line-left[data-line="${state.selected}"]`);
  if (line instanceof HTMLElement) line.focus();
}

function back() {
  if (typedQuantity()) takeTyped();
  else if (state.basketOpen) lineActions.shut();
  repaint();
}

function isSelling() {
  return document.getElementById('screen')?.dataset.name === 'selling';
}

/** @param {KeyboardEvent} event */
function noticeKeyboard(event) {
  if (state.usesKeyboard || event.code === '' || isTyping(event.target)) return;
  state.usesKeyboard = true;
  repaint();
}
