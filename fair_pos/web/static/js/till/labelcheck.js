// @ts-check
/**
 * Whether a scanned label is one of this system, and sold already: by what the till keeps and by
 * the server, as far as it answers in time.
 */

import { t } from './texts.js';
import { html } from './html.js';
import { get, getIfChanged } from './api.js';
import { withCorrections } from './books.js';
import { identify } from './codekinds.js';
import { silentMs } from './connection.js';
import { ALPHABET } from './ids.js';
import { ownBooks } from './ownbooks.js';
import { band, clockTime, dateWords, dayOf, primary } from './parts.js';
import { close } from './screens.js';
import { choose } from './selling.js';
import { state } from './state.js';
import { read, readAll, write } from './store.js';

const KEY_AT = 10;
const NUMBER_AT = 11;
const PROOF_AT = 16;
const HEAD_SIGNS = 2;
/** The customer waits. */
const PATIENCE_MS = 1500;
/** For a label that the till knows: whether it was sold already is worth less waiting. */
const SHORT_PATIENCE_MS = 600;

/** @typedef {{at: string, booth: string}} Sold */
/** @typedef {'' | 'foreign' | 'broken' | 'twice' | Sold} Doubt */
/** @typedef {{code: string, key: string, first: number, last: number, heads: string}} Run */

/** Fetches what was printed since. */
export async function refresh() {
  const kept = await read('meta', 'labels');
  const fresh = await getIfChanged('/labels', kept?.etag ?? '');
  if (fresh) await write('meta', fresh, 'labels');
}

/**
 * What is wrong with a label; empty when nothing is, or nobody can say.
 * @param {string} text as scanned @returns {Promise<Doubt>}
 */
export async function doubts(text) {
  const { serial, fault } = identify(text);
  if (fault) return 'broken';
  if (!serial) return '';
  if (state.basket.lines.some((line) => line.labels?.includes(serial))) return 'twice';
  const kept = await read('meta', 'labels');
  const judged = judge(serial, kept?.body.runs ?? []);
  if (judged === 'foreign') return judged;
  const said = await askServer(serial, judged === 'unknown');
  if (judged === 'unknown') {
    if (said && !said.is_ours) return 'foreign';
    void refresh().catch(() => null);
  }
  const isWhole = said && !state.waiting;
  return said?.sold ?? (isWhole ? null : await soldHere(serial)) ?? '';
}

/** @param {string} serial of 24 signs @param {Run[]} runs @returns {'' | 'foreign' | 'unknown'} */
export function judge(serial, runs) {
  const number = [...serial.slice(NUMBER_AT, PROOF_AT)].reduce((sum, sign) => sum * ALPHABET.length + ALPHABET.indexOf(sign), 0);
  const run = runs.find(({ code, key, first, last }) => serial.startsWith(code + key) && first <= number && number <= last);
  if (!run) return 'unknown';
  const at = (number - run.first) * HEAD_SIGNS;
  return run.heads.slice(at, at + HEAD_SIGNS) === serial.slice(PROOF_AT, PROOF_AT + HEAD_SIGNS) ? '' : 'foreign';
}

/**
 * The server's word, null when it comes too late. @param {string} serial @param {boolean} isUnknown
 * @returns {Promise<{is_ours: boolean, sold?: Sold | null} | null>}
 */
async function askServer(serial, isUnknown) {
  if (!isUnknown && silentMs()) return null;
  const late = new Promise((done) => { setTimeout(done, isUnknown ? PATIENCE_MS : SHORT_PATIENCE_MS, null); });
  return Promise.race([get(`/labels/${serial}`), late]).catch(() => null);
}

/** An earlier sale of this till of which nothing came back. @param {string} serial @returns {Promise<Sold | null>} */
async function soldHere(serial) {
  const isIts = (/** @type {any} */ line) => line.labels?.includes(serial);
  const facts = (await readAll('facts')).filter((fact) => fact.path === '/sales' && fact.body.lines.some(isIts));
  if (!facts.length) return null;
  const { documents } = await ownBooks();
  const sales = documents.filter((one) => one.kind === 'sale' && facts.some((fact) => fact.id === one.id));
  const sold = sales.find((one) => !withCorrections(one, documents).lines.find(isIts).refunded_milli);
  return sold ? { at: sold.sold_at, booth: state.catalogue.booth.code } : null;
}

/** Says what is wrong; the goods may be sold all the same. @param {any} product @param {Exclude<Doubt, ''>} why */
export function doubt(product, why) {
  const { fault, more, sell } = wordsOf(why, product.name);
  return {
    title: t('Look at this label'),
    markup: () => html`
      ${band('fault', 'warn', fault)}
      <p>${more}</p>
      ${primary('leave', t('Do not add'))}
      <button class="outlined" data-do="sell" data-key="sell">${sell}</button>`,
    actions: {
      leave: close,
      sell() {
        close();
        choose(product);
      },
    },
  };
}

/** @param {Exclude<Doubt, ''>} why @param {string} name of the goods */
function wordsOf(why, name) {
  if (why === 'twice') {
    return {
      fault: t('This label was scanned in this sale already.'),
      more: t('Two packs of {name}? Scan the label of the other pack, too.', { name }),
      sell: t('Add once more'),
    };
  }
  const sell = t('Sell all the same');
  if (typeof why === 'object') {
    const sold = Date.parse(why.at);
    return {
      fault: t('This label was sold at {time} on {day}, booth {booth}.', { time: clockTime(sold), day: dateWords(dayOf(sold)), booth: why.booth }),
      more: html`<b>${name}</b><br>${t('The label may be a copy, or goods that came back were not noted. Sold all the same, the sale is marked for the organisers.')}`,
      sell,
    };
  }
  return {
    fault: why === 'foreign' ? t('This label is not of this system.') : t('A sign of the label’s code is wrong. Scan again; if it stays so, the label is not of this system.'),
    more: t('Its code names {name}. Compare goods and label, keep the label for the organisers.', { name }),
    sell,
  };
}
