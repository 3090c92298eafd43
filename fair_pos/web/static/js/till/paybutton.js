// @ts-check
/** The way to the money; grey and of another word while there is nothing to pay. */

import { t } from './texts.js';
import { html } from './html.js';
import { vnd } from './parts.js';
import { totals } from './baskets.js';
import { state } from './state.js';

export function payButton() {
  if (state.basket.lines.length === 0) {
    return html`<button class="pay" disabled><span>${t('Pick goods to sell')}</span></button>`;
  }
  return html`<button class="pay full" data-do="pay"><span>${t('Take payment')}</span>${state.usesKeyboard && html`<kbd>F2</kbd>`}
    <strong aria-live="polite">${vnd(totals().total_vnd)}</strong></button>`;
}
