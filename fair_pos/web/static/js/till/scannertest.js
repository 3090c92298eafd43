// @ts-check
/** Checks a scanner: a test label to scan, what came of it, and what to change. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { band } from './parts.js';
import { qrPicture } from './qr.js';
import { judge, pace, received, TEST_TEXT } from './scannercheck.js';
import { repaint } from './screens.js';

const QUIET_MS = 900;
const LEAST_KEYS = 4;
const SCREEN_PX = 200;
const SHIFTS = ['Shift', 'CapsLock', 'Control', 'Alt', 'Meta', 'AltGraph'];

/** @typedef {{keys: import('./scannercheck.js').Key[], end: string}} Scan */

export async function scannertest() {
  const draw = await qrPicture(TEST_TEXT, TEST_TEXT);
  /** @type {import('./scannercheck.js').Key[]} */
  let keys = [];
  /** @type {Scan | null} */
  let last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;

  /** @param {string} end */
  function finish(end) {
    clearTimeout(quiet);
    if (keys.length >= LEAST_KEYS) last = { keys, end };
    keys = [];
    repaint();
  }
  /** @param {KeyboardEvent} event */
  function note(event) {
    if (SHIFTS.includes(event.key) || event.key === 'Enter' || event.key === 'Tab') return;
    const { code, key, shiftKey, isComposing, timeStamp } = event;
    keys.push({ code, key, shiftKey, isComposing, timeStamp });
    clearTimeout(quiet);
    quiet = setTimeout(() => finish(''), QUIET_MS);
    if (key !== 'Escape') event.preventDefault();
  }
  return {
    title: t('Check the scanner'),
    kind: 'scannertest',
    markup: () => html`<div class="scroll" tabindex="0">
        <p class="quiet-words">${t('Scan this label with the scanner, here or from paper.')}</p>
        <div class="card qr test-label"><div class="test-codes">${draw((size) => SCREEN_PX / size)}<p class="real-size">${draw(() => 2)}<small>${t('as on a label')}</small></p></div>
          <p class="test-text">${TEST_TEXT}</p></div>
        <div role="status">${last ? verdict(last) : band('plain', 'clock', t('Waiting for the scanner…'))}</div>
        ${last && whatCame(last)}
      </div>
      <button class="outlined" data-do="paper">${icon('printer')}<span>${t('Print the test label')}</span></button>`,
    actions: { paper: () => print() },
    opened: () => addEventListener('keydown', note, true),
    closed() {
      clearTimeout(quiet);
      removeEventListener('keydown', note, true);
    },
    typed(/** @type {string} */ _, /** @type {string} */ end) {
      const took = keys.length >= LEAST_KEYS;
      if (took) finish(end);
      return took;
    },
  };
}

/** @param {Scan} scan */
function verdict({ keys, end }) {
  const words = {
    right: () => band('done', 'check', t('The scanner is right')),
    'no-enter': () => band('wait', 'warn', t('No Enter: scan the set-up code “suffix Enter” (CR) in the scanner’s booklet')),
    vietnamese: () => band('wait', 'warn', t('A Vietnamese keyboard is on: turn Unikey off')),
    layout: () => band('wait', 'warn', t('The keyboard is not US: scan the set-up code “keyboard US”')),
    short: () => band('fault', 'warn', t('Not the test label, or signs are lost. Scan again, closer.')),
  };
  return words[judge(keys, end)]();
}

/** @param {Scan} scan */
function whatCame({ keys, end }) {
  const { byCode, byKey } = received(keys);
  return html`<div class="card facts test-facts">
    <p><span>${t('The device understood')}</span><b>${byKey}</b></p>
    <p><span>${t('The till reads')}</span><b>${byCode}</b></p>
    <p><span>${t('Ended by')}</span><b>${end || t('nothing')}</b></p>
    <p><span>${t('Time per key')}</span><b>${pace(keys)} ms</b></p>
  </div>`;
}
