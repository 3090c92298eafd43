// @ts-check
/** One line that tells what just happened; it goes by itself, nothing waits for it. */

import { state } from './state.js';

const STAYS_MS = 5000;
/** @type {ReturnType<typeof setTimeout>} */
let timer;
let changed = () => {};

/** @param {() => void} repaint */
export function onStrip(repaint) {
  changed = repaint;
}

/** @param {string} text @param {'fault' | 'wait' | 'done'} kind */
export function tell(text, kind = 'done') {
  state.strip = { text, kind };
  clearTimeout(timer);
  timer = setTimeout(hush, STAYS_MS);
  changed();
}

/** Takes the line away. */
export function hush() {
  state.strip = null;
  changed();
}
