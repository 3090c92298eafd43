// @ts-check
/** The screen people live in: search, groups, tiles, and the way to the basket and the money. */

import { t } from './texts.js';
import { html, icon, paintList } from './html.js';
import { goodsOf, search } from './catalogue.js';
import { add, productOf, undoRemove } from './baskets.js';
import { basketPart, lineActions } from './lines.js';
import { payButton } from './paybutton.js';
import { open, repaint } from './screens.js';
import { state } from './state.js';
import { tell } from './strip.js';
import { tile } from './tiles.js';

/** Source: QĐ 26/2026/QĐ-TTg, sets 14 and 15. */
const LIQUOR_SETS = [14, 15];
let query = '';
let group = '';

/** Adds goods, asking for the weight where they are weighed. @param {any} product */
export function choose(product) {
  query = '';
  const box = searchBox();
  if (box) box.value = '';
  if (LIQUOR_SETS.includes(product.set_no)) warnOfAge();
  if (product.sold_by === 'weight') void open('weight', product);
  else add(product);
}

/** Says once per sale who may buy liquor. */
function warnOfAge() {
  const said = state.basket.lines.some((line) => LIQUOR_SETS.includes(productOf(line.product_id)?.set_no));
  if (!said) tell(t('Liquor only to 18 and over'), 'wait');
}

/** Takes the first match of the search. */
export function chooseFirst() {
  const [first] = query.trim() ? search(query) : [];
  if (!first) return;
  searchBox()?.blur();
  choose(first);
}

/** @returns {HTMLInputElement | null} */
export function searchBox() {
  return /** @type {HTMLInputElement | null} */ (document.getElementById('search'));
}

export function selling() {
  return {
    scans: true,
    painted(/** @type {HTMLElement} */ root) {
      const tiles = root.querySelector('.tiles');
      if (tiles) paintList(tiles, shownGoods().map(tile));
    },
    markup: () => html`<div class="selling ${state.basketOpen && 'basket-open'}">
      <section class="shop" aria-label="${t('Goods')}">
        ${finder()}
        ${chips()}
        ${grid()}
        ${bottomBar()}
      </section>
      ${basketPart()}
      ${state.usesKeyboard && hints()}
    </div>`,
    actions: {
      ...lineActions,
      add: (/** @type {DOMStringMap} */ { id }) => choose(productOf(id ?? '')),
      group(/** @type {DOMStringMap} */ { id }) {
        group = id ?? '';
        query = '';
        const box = searchBox();
        if (box) box.value = '';
        repaint();
        document.querySelector('.tiles')?.scrollTo(0, 0);
      },
      search(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ box) {
        query = /** @type {HTMLInputElement} */ (box).value;
        repaint();
      },
      clear() {
        query = '';
        const box = searchBox();
        if (box) box.value = '';
        box?.focus();
        repaint();
      },
      scan: () => open('scan'),
      basket() {
        state.basketOpen = true;
        repaint();
        document.getElementById('basket-close')?.focus();
      },
      undo: (/** @type {DOMStringMap} */ { line }) => undoRemove(Number(line)),
    },
  };
}

function finder() {
  return html`<div class="find">
    <label class="search">${icon('search')}
      <input id="search" type="text" inputmode="search" enterkeyhint="search" autocomplete="off" spellcheck="false"
        data-input="search" placeholder="${t('Find goods, no marks needed')}" aria-label="${t('Find goods, no marks needed')}">
      ${query ? html`<button class="icon-button" data-do="clear" aria-label="${t('Clear')}">${icon('close')}</button>` : state.usesKeyboard && html`<kbd>/</kbd>`}
    </label>
    <button class="outlined scan" data-do="scan" aria-label="${t('Scan')}">${icon('scan')}<span class="wide">${t('Scan')}</span></button>
  </div>`;
}

function chips() {
  const groups = [{ key: '', name: t('Often sold') }, ...state.catalogue.groups];
  return html`<div class="chips" role="group" aria-label="${t('Groups')}">${groups.map(
    (one) => html`<button class="chip" data-do="group" data-id="${one.key}" aria-pressed="${one.key === group && !query}"><span>${one.name}</span></button>`,
  )}</div>`;
}

function shownGoods() {
  return query.trim() ? search(query) : goodsOf(group);
}

function grid() {
  const goods = shownGoods();
  if (goods.length > 0) return html`<div class="tiles" tabindex="-1" data-list data-key="tiles"></div>`;
  const words = query ? t('No “{query}”. Try another word or scan.', { query }) : t('No goods yet. Add some or ask the organisers.');
  return html`<p class="empty">${words}</p>`;
}

function bottomBar() {
  const n = state.basket.lines.length;
  return html`<div class="bottom">
    <button class="basket-button" data-do="basket" aria-label="${t('Basket')}, ${t('{n} items', { n })}">${icon('up')}<span>${t('{n} items', { n })}</span></button>
    ${payButton()}
  </div>`;
}

function hints() {
  const keys = [['/', t('find goods')], ['↑ ↓', t('choose an item')], ['0–9', t('quantity')], ['Delete', t('remove item')], ['F2', t('pay')], ['Esc', t('back')]];
  return html`<div class="hints" aria-hidden="true">${keys.map(([key, words]) => html`<span><kbd>${key}</kbd> ${words}</span>`)}</div>`;
}
