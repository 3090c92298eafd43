// @ts-check
/** Any other way to pay: what it was is written down. */

import { t } from './texts.js';
import { html } from './html.js';
import { primary, vnd } from './parts.js';
import { repaint } from './screens.js';

/** @param {import('./pay.js').Pay} pay */
export function otherPanel(pay) {
  let how = '';
  const ways = [t('Bank card'), t('Voucher'), t('Other transfer')];
  return {
    markup: () => html`
      <p class="due"><span>${t('To collect')}</span><strong class="fig-28">${vnd(pay.due)}</strong></p>
      <div class="chips wrap">${ways.map((way) => html`<button class="chip" data-do="way" data-way="${way}" aria-pressed="${way === how}"><span>${way}</span></button>`)}</div>
      <label class="field"><span>${t('How was it paid?')}</span><input id="how" data-input="type" maxlength="80" autocomplete="off"></label>
      <div class="grow"></div>
      ${primary('confirm', pay.saving === 'saving' ? t('Saving…') : t('Money taken'), { icon: 'check', off: !how.trim() || pay.saving })}`,
    actions: {
      way(/** @type {DOMStringMap} */ { way }) {
        how = way ?? '';
        const field = /** @type {HTMLInputElement | null} */ (document.getElementById('how'));
        if (field) field.value = how;
        repaint();
      },
      type(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        how = /** @type {HTMLInputElement} */ (field).value;
        repaint();
      },
      confirm() {
        if (!how.trim()) return;
        void pay.finish([{ means: 'other', amount_vnd: pay.due, note: how.trim(), confirmed_at: new Date().toISOString() }]);
      },
    },
  };
}
