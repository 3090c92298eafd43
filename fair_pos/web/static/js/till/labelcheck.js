// @ts-check
/** Whether a scanned label is one of this system: by what the till keeps, else by the server. */

import { t } from './texts.js';
import { html } from './html.js';
import { get, getIfChanged } from './api.js';
import { identify } from './codekinds.js';
import { ALPHABET } from './ids.js';
import { band, primary } from './parts.js';
import { close } from './screens.js';
import { choose } from './selling.js';
import { read, write } from './store.js';

const KEY_AT = 10;
const NUMBER_AT = 11;
const PROOF_AT = 16;
const HEAD_SIGNS = 2;
/** The customer waits. */
const PATIENCE_MS = 1500;

/** @typedef {{code: string, key: string, first: number, last: number, heads: string}} Run */

/** Fetches what was printed since. */
export async function refresh() {
  const kept = await read('meta', 'labels');
  const fresh = await getIfChanged('/labels', kept?.etag ?? '');
  if (fresh) await write('meta', fresh, 'labels');
}

/**
 * What is wrong with a label; empty when nothing is, or nobody can say.
 * @param {string} text as scanned @returns {Promise<'' | 'foreign' | 'broken'>}
 */
export async function doubts(text) {
  const { serial, fault } = identify(text);
  if (fault) return 'broken';
  if (!serial) return '';
  const kept = await read('meta', 'labels');
  const judged = judge(serial, kept?.body.runs ?? []);
  return judged === 'unknown' ? askServer(serial) : judged;
}

/** @param {string} serial of 24 signs @param {Run[]} runs @returns {'' | 'foreign' | 'unknown'} */
export function judge(serial, runs) {
  const number = [...serial.slice(NUMBER_AT, PROOF_AT)].reduce((sum, sign) => sum * ALPHABET.length + ALPHABET.indexOf(sign), 0);
  const run = runs.find(({ code, key, first, last }) => serial.startsWith(code + key) && first <= number && number <= last);
  if (!run) return 'unknown';
  const at = (number - run.first) * HEAD_SIGNS;
  return run.heads.slice(at, at + HEAD_SIGNS) === serial.slice(PROOF_AT, PROOF_AT + HEAD_SIGNS) ? '' : 'foreign';
}

/** @param {string} serial @returns {Promise<'' | 'foreign'>} */
async function askServer(serial) {
  const answer = get(`/labels/${serial}`).then(({ is_ours }) => is_ours);
  const late = new Promise((done) => { setTimeout(done, PATIENCE_MS, true); });
  const isOurs = await Promise.race([answer, late]).catch(() => true);
  if (isOurs) void refresh().catch(() => null);
  return isOurs ? '' : 'foreign';
}

/** Says what is wrong; the goods may be sold all the same. @param {any} product @param {'foreign' | 'broken'} why */
export function doubt(product, why) {
  return {
    title: t('Look at this label'),
    markup: () => html`
      ${band('fault', 'warn', why === 'foreign' ? t('This label is not of this system.') : t('A sign of the label’s code is wrong. Scan again; if it stays so, the label is not of this system.'))}
      <p>${t('Its code names {name}. Compare goods and label, keep the label for the organisers.', { name: product.name })}</p>
      ${primary('leave', t('Do not add'))}
      <button class="outlined" data-do="sell" data-key="sell">${t('Sell all the same')}</button>`,
    actions: {
      leave: close,
      sell() {
        close();
        choose(product);
      },
    },
  };
}
