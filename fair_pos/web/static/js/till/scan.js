// @ts-check
/** A code by hand: what stands under the square of the label, or under the bars. */

import { t } from './texts.js';
import { html } from './html.js';
import { takeCode } from './codes.js';
import { band, primary } from './parts.js';
import { codeAtEnd } from './scanner.js';
import { close, repaint } from './screens.js';

export function scan() {
  let typed = '';
  let fault = '';
  function confirm() {
    const code = codeAtEnd(typed.toUpperCase().replace(/[\s-]/g, ''));
    if (!code) {
      fault = t('Code incomplete, scan again');
      repaint();
      return;
    }
    close();
    void takeCode(code);
  }
  return {
    title: t('Scan'),
    scans: true,
    markup: () => html`<label class="field"><span>${t('Scan the label, or type the code under it')}</span>
        <input id="code" data-input="type" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"></label>
      ${fault && band('fault', 'warn', fault)}
      <div class="grow"></div>${primary('confirm', t('Add to basket'), { icon: 'check', off: !typed.trim() })}`,
    actions: {
      type(/** @type {DOMStringMap} */ _, /** @type {HTMLElement} */ field) {
        typed = /** @type {HTMLInputElement} */ (field).value;
        fault = '';
        repaint();
      },
      confirm,
    },
    opened: (/** @type {HTMLElement} */ root) => root.querySelector('input')?.focus(),
  };
}
