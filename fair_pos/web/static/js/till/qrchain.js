// @ts-check
/** Unsent sales as a chain of codes on the screen, for the organisers' camera: no network at all. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { chainOf } from './chain.js';
import { ALPHABET } from './ids.js';
import { band } from './parts.js';
import { qrPicture } from './qr.js';
import { repaint } from './screens.js';
import { exportUnsent, unsentFiles } from './unsentfile.js';

const STEP_MS = 1500;
const SALES_MAX = 10;
const CODES_MAX = 30;
const MARK_SIGNS = 4;
const MARGIN_PX = 24;
const BELOW_PX = 300;
const LARGEST_PX = 640;

export async function qrchain() {
  const files = await unsentFiles();
  const documents = files.flatMap((file) => file.facts).filter((fact) => fact.body.number).length;
  const codes = documents > SALES_MAX ? [] : await codesOf(files).catch(() => []);
  const tooMany = documents > SALES_MAX || codes.length > CODES_MAX;
  if (!codes.length || tooMany) return asFile(tooMany ? t('More than {n} sales do not fit. Save the file and hand it to the organisers.', { n: SALES_MAX }) : '');

  let at = 0;
  let runs = true;
  /** @type {WakeLockSentinel | undefined} */
  let awake;
  const timer = setInterval(() => runs && step(1), STEP_MS);
  void navigator.wakeLock?.request('screen').then((lock) => (awake = lock)).catch(() => null);

  /** @param {number} by */
  function step(by) {
    at = (at + by + codes.length) % codes.length;
    repaint();
  }
  return {
    title: t('Unsent sales as codes'),
    kind: 'chain',
    markup: () => {
      const { till, number, count, draw } = codes[at];
      return html`<p class="quiet-words">${t('At the organisers’ desk: {menu}. Any order, again and again is harmless.', { menu: t('Import unsent sales') })}</p>
        <div class="card qr">${draw((/** @type {number} */ size) => widthPx() / size)}</div>
        <p class="chain-at" aria-live="off"><b>${t('Code {at}/{count}', { at: number, count })}</b><small>${till}</small></p>
        <div class="three"><button class="outlined" data-do="before">${icon('back')}<span>${t('Code before')}</span></button>
          <button class="outlined" data-do="pause" aria-pressed="${!runs}">${icon(runs ? 'hold' : 'retry')}<span>${runs ? t('Hold') : t('Run')}</span></button>
          <button class="outlined" data-do="after"><span>${t('Next code')}</span></button></div>
        ${band('plain', 'eye', t('Screen brightness to full. Hold still, a hand’s length away.'))}`;
    },
    actions: {
      before: () => hold(-1),
      after: () => hold(1),
      pause() {
        runs = !runs;
        repaint();
      },
    },
    closed() {
      clearInterval(timer);
      void awake?.release();
    },
  };

  /** @param {number} by */
  function hold(by) {
    runs = false;
    step(by);
  }
}

/** Every code of every till that owes something, in order. @param {any[]} files */
async function codesOf(files) {
  const all = [];
  for (const file of files) {
    const texts = await chainOf(JSON.stringify(file), newMark());
    for (const [index, text] of texts.entries()) {
      const name = t('Code {at}/{count}', { at: index + 1, count: texts.length });
      all.push({ till: `${file.booth.code}-${file.till.series}`, number: index + 1, count: texts.length, draw: await qrPicture(text, name) });
    }
  }
  return all;
}

function newMark() {
  const random = crypto.getRandomValues(new Uint8Array(MARK_SIGNS));
  return Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

function widthPx() {
  return Math.max(Math.min(innerWidth - MARGIN_PX, innerHeight - BELOW_PX, LARGEST_PX), 200);
}

/** @param {string} why empty: this browser makes no codes, or nothing waits */
function asFile(why) {
  return {
    title: t('Unsent sales as codes'),
    markup: () => html`${band('wait', 'warn', why || t('No codes here: nothing waits, or this browser is too old. Save the file.'))}
      <div class="grow"></div>
      <button class="outlined" data-do="file">${icon('send')}<span>${t('Export unsent sales')}</span></button>`,
    actions: { file: exportUnsent },
  };
}
