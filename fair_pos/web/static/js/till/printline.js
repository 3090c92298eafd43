// @ts-check
/** What a printer did with a paper, in words; the line under figures that prints them. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { get, post, Refused } from './api.js';
import { inTime } from './ask.js';
import { repaint } from './screens.js';
import { state } from './state.js';
import { tell } from './strip.js';

/** @typedef {{state: string, fault?: string, copy_no?: number, paper_low?: boolean, drawer?: {state: string, fault: string}}} Print */

const POLL_MS = 1000;
const POLLS_MAX = 30;
const SETTLED = ['confirmed', 'cancelled', 'held', 'none'];

/** Whether nothing more will be heard of a paper. @param {Print | null} print */
export function isSettled(print) {
  return print !== null && SETTLED.includes(print.state);
}

/** Whether the printer says what is wrong. @param {Print | null} print */
export function hasTrouble(print) {
  return Boolean(print?.fault) && print?.state !== 'confirmed';
}

/** @param {Print} print */
export function printWords(print) {
  if (hasTrouble(print)) return faultWords(print.fault ?? '');
  /** @type {Record<string, string>} */
  const words = {
    sent: t('Sent to the printer'),
    confirmed: t('Printed'),
    unknown: t('Not sure it printed. Look, then choose.'),
    failed: t('Could not print'),
    cancelled: t('Print cancelled'),
    held: t('Older than 10 minutes: not printed by itself. Print again if the customer wants it.'),
    none: t('No printer here'),
  };
  return words[print.state] ?? t('Waiting to print');
}

/** @param {string} fault */
function faultWords(fault) {
  /** @type {Record<string, string>} */
  const words = {
    paper_out: t('Out of paper. Change it, printing goes on.'),
    cover_open: t('Printer cover open'),
    cutter_jam: t('The printer’s cutter is jammed'),
    offline: t('The printer reports a fault'),
    no_answer: t('The printer does not answer'),
    timed_out: t('The printer takes too long'),
  };
  return words[fault] ?? t('Printer not found');
}

/** The printer's name, and quietly that its roll ends soon. @param {Print | null} print */
export function printerName(print) {
  const low = print?.paper_low && t('paper runs low');
  return [state.catalogue.printer?.name, low].filter(Boolean).join(' · ');
}

/** Why the drawer stays shut and what to do; empty when it does not. @param {{state: string, fault: string} | undefined} drawer */
export function drawerWords(drawer) {
  if (drawer?.state !== 'failed') return '';
  return `${t('The cash drawer did not open. Use the key.')} ${faultWords(drawer.fault)}`;
}

/**
 * Prints figures that somebody looks at, says what became of the paper, prints it again as a copy.
 * @param {string} title of the slip
 * @param {string} id the same id is the same paper
 * @param {((id: string) => Promise<Print>) | null} order null: it was ordered with its act
 */
export function printLine(title, id, order) {
  /** @type {Print | null} */
  let print = null;
  let polls = 0;
  let alive = true;
  let busy = false;
  async function poll() {
    if (!alive || polls >= POLLS_MAX || isSettled(print)) return;
    polls += 1;
    print = await get(`/slips/${id}/print`).catch(() => print);
    if (alive) repaint();
    setTimeout(poll, POLL_MS);
  }
  async function go() {
    if (busy) return;
    busy = true;
    try {
      print = await inTime(print || !order ? post(`/slips/${id}/reprint`, {}) : order(id));
      polls = 0;
      void poll();
    } catch (error) {
      tell(error instanceof Refused ? error.message : t('Server not reached. Try again.'), 'fault');
    }
    busy = false;
    repaint();
  }
  if (!order) void poll();
  return {
    markup: () => state.catalogue.printer && (print || order) && html`<div class="printer"><span>${icon('printer')}</span>
      <p role="status"><b>${print ? printWords(print) : title}</b><small>${print ? `${title} · ${printerName(print)}` : printerName(print)}</small></p>
      <button class="outlined" data-do="print">${print ? t('Print again') : t('Print on paper')}</button></div>`,
    print: go,
    closed() {
      alive = false;
    },
  };
}
