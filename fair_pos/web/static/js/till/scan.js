// @ts-check
/** The scan sheet: camera or photo above, and below it the code by hand, which needs neither. */

import { t } from './texts.js';
import { html } from './html.js';
import { takeCode } from './codes.js';
import { band, primary } from './parts.js';
import { textAtEnd } from './scanner.js';
import { close, current, repaint } from './screens.js';

export function scan() {
  let typed = '';
  let fault = '';
  /** @type {any} what reads pictures; it comes in a file of its own */
  let reader = null;
  let shut = false;

  function confirm() {
    const text = textAtEnd(typed.toUpperCase().replace(/[\s-]/g, ''));
    if (!text) {
      fault = t('Code incomplete, scan again');
      repaint();
      return;
    }
    close();
    void takeCode(text);
  }
  /** @param {HTMLElement} root */
  async function addReader(root) {
    const file = await import('./scanning.js').catch(() => null);
    if (shut) return;
    reader = file?.pictureReader(root, () => current() !== view) ?? { markup: () => band('wait', 'offline', t('The camera’s file is not on this device yet. Type the code.')), actions: {} };
    repaint();
    reader.begin?.();
  }
  const view = {
    title: t('Scan'),
    kind: 'scan',
    scans: true,
    markup: () => html`<div class="reader">${reader?.markup()}</div>
      <label class="field"><span>${t('Or type the code under the square')}</span>
        <input id="code" data-input="type" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"></label>
      <div>${fault && band('fault', 'warn', fault)}</div>
      ${primary('confirm', t('Add to basket'), { icon: 'check', off: !typed.trim() })}`,
    get actions() {
      return { ...reader?.actions, type, confirm };
    },
    opened(/** @type {HTMLElement} */ root) {
      if (matchMedia('(pointer: fine)').matches) root.querySelector('input')?.focus();
      void addReader(root);
    },
    closed() {
      shut = true;
      reader?.closed?.();
    },
  };
  /** @param {DOMStringMap} _ @param {HTMLElement} field */
  function type(_, field) {
    typed = /** @type {HTMLInputElement} */ (field).value;
    fault = '';
    repaint();
  }
  return view;
}
