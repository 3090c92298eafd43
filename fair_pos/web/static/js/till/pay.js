// @ts-check
/** The pay sheet: one amount, four ways to take it. The sale's id is made when it opens. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { clearBasket, change, totals } from './baskets.js';
import { cashPanel } from './cashpanel.js';
import { mixedPanel } from './mixedpanel.js';
import { otherPanel } from './otherpanel.js';
import { vietqrPanel } from './vietqrpanel.js';
import { newId } from './ids.js';
import { newPublicCode } from './publiccode.js';
import { tellNumbered } from './outbox.js';
import { open, repaint, show } from './screens.js';
import { state } from './state.js';
import { saleOf } from './sale.js';
import { vibrate } from './feel.js';

const LAST_KINDS = 'fair-pos-last-kinds';
const SHOW_SAVING_MS = 300;

/**
 * @typedef {object} Pay what the panels share
 * @property {{id: string, public_code: string, opened_at: string}} sale
 * @property {number} due
 * @property {string} tab
 * @property {string} cash typed digits
 * @property {'' | 'locked' | 'saving'} saving
 * @property {number} qrDue what VietQR must bring
 * @property {{shown_at: string | null, claimed_at: string | null}} qr
 * @property {(payments: any[]) => Promise<void>} finish
 * @property {(tab: string) => void} switchTo
 */

const TABS = () => [['cash', t('Cash')], ['vietqr', 'VietQR'], ['mixed', t('Mixed')], ['other', t('Other')]];

/** @type {Record<string, (pay: Pay) => any>} */
const PANELS = { cash: cashPanel, vietqr: vietqrPanel, mixed: mixedPanel, other: otherPanel };

export function pay() {
  const due = totals().total_vnd;
  /** @type {Pay} */
  const one = {
    sale: saleId(), due, tab: lastKind(), cash: String(due), saving: '', qrDue: due,
    qr: { shown_at: null, claimed_at: null }, finish, switchTo,
  };
  let left = false;
  /** @type {any} */
  let panel = PANELS[one.tab](one);

  /** @param {string} tab */
  function switchTo(tab) {
    panel.left?.();
    one.tab = tab;
    panel = PANELS[tab](one);
    repaint();
  }
  /** @param {any[]} payments */
  async function finish(payments) {
    if (one.saving) return;
    one.saving = 'locked';
    const slow = setTimeout(() => {
      one.saving = 'saving';
      repaint();
    }, SHOW_SAVING_MS);
    repaint();
    const fact = await save(payments);
    clearTimeout(slow);
    one.saving = '';
    if (!fact) return;
    left = true;
    rememberKind(one.tab);
    vibrate(40);
    clearBasket();
    await show('done', fact);
  }
  /** Null when the device could not keep it: the red screen then stands. @param {any[]} payments */
  async function save(payments) {
    const context = { person: state.person, shift: state.shift, version: state.catalogue.version, at: new Date().toISOString() };
    const body = saleOf(state.basket, context, payments);
    try {
      return await tellNumbered({ id: body.id, path: '/sales', body });
    } catch (error) {
      await open('notsaved', error, () => finish(payments));
      return null;
    }
  }
  return {
    label: t('Take payment'),
    kind: 'pay-sheet',
    scans: true,
    markup: () => html`<header class="head">
        <button class="icon-button" data-do="close" aria-label="${t('Back')}">${icon('back')}</button>
        <div class="tabs" role="tablist" aria-label="${t('Take payment')}">${TABS().map(([key, words]) => html`<button role="tab" data-do="tab"
          data-tab="${key}" aria-selected="${key === one.tab}" tabindex="${key === one.tab ? 0 : -1}">${words}</button>`)}</div>
      </header>
      <div class="panel" data-key="${one.tab}">${panel.markup()}</div>`,
    get actions() {
      return { tab: (/** @type {DOMStringMap} */ { tab }) => switchTo(tab ?? 'cash'), ...panel.actions };
    },
    key: (/** @type {KeyboardEvent} */ event) => tabKey(event) || panel.key?.(event),
    opened(/** @type {HTMLElement} */ root) {
      if (state.usesKeyboard) /** @type {HTMLElement} */ (root.querySelector('[aria-selected=true]'))?.focus();
    },
    closed() {
      panel.left?.();
      if (!left && one.tab === 'mixed') change({ ...state.basket, cash_taken_vnd: one.due - one.qrDue });
    },
  };

  /** @param {KeyboardEvent} event */
  function tabKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !(event.target instanceof Element) || event.target.getAttribute('role') !== 'tab') return false;
    const names = TABS().map(([key]) => key);
    const next = names[(names.indexOf(one.tab) + step + names.length) % names.length];
    switchTo(next);
    /** @type {HTMLElement | null} */ (document.querySelector('[role=tab][aria-selected=true]'))?.focus();
    return true;
  }
}

/** The basket's sale, made once: paying twice is the same sale. */
function saleId() {
  const sale = state.basket.sale ?? { id: newId(), public_code: newPublicCode(), opened_at: new Date().toISOString() };
  state.removed = [];
  change({ ...state.basket, sale });
  return sale;
}

/** Cash, or the kind that was used twice running. */
function lastKind() {
  const [one, other] = JSON.parse(localStorage.getItem(LAST_KINDS) ?? '[]');
  return one && one === other ? one : 'cash';
}

/** @param {string} kind */
function rememberKind(kind) {
  const [last] = JSON.parse(localStorage.getItem(LAST_KINDS) ?? '[]');
  localStorage.setItem(LAST_KINDS, JSON.stringify([kind, last]));
}

