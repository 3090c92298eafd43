// @ts-check
/** One line that tells what just happened; it goes by itself, nothing waits for it. */

import { band } from './parts.js';
import { state } from './state.js';

const ICONS = { fault: 'warn', wait: 'clock', done: 'check' };
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

/** The line as it stands. */
export function stripBand() {
  const { strip } = state;
  return strip && band(strip.kind, ICONS[/** @type {'done'} */ (strip.kind)], strip.text);
}

/** Takes the line away. */
export function hush() {
  state.strip = null;
  changed();
}
