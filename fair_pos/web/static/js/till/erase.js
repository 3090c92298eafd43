// @ts-check
/** Erases what this till keeps on the device; never while the server has not confirmed all of it. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { Later, post } from './api.js';
import { unconfirmed } from './facts.js';
import { band, primary } from './parts.js';
import { repaint } from './screens.js';
import { state } from './state.js';
import { database, PREFIX } from './store.js';
import { exportUnsent } from './unsentfile.js';

export async function erase() {
  const owed = Math.max(state.waiting, (await unconfirmed(database())).length);
  let fault = '';

  async function confirm() {
    try {
      await post('/leave', {});
    } catch (error) {
      fault = error instanceof Later ? t('Server not reached. Try again.') : /** @type {Error} */ (error).message;
      repaint();
      return;
    }
    localStorage.setItem('fair-pos-till', '');
    indexedDB.deleteDatabase(PREFIX + state.catalogue.till.id);
  }
  return {
    title: t('Erase the data on this device'),
    markup: () => html`<p>${t('Goods, baskets and the sales kept here go from this device. The books on the server stay whole.')}</p>
      <p>${t('The device is then no till any more; a new card makes it one again.')}</p>
      ${fault && band('fault', 'warn', fault)}
      <div class="grow"></div>
      ${owed > 0 && band('fault', 'warn', t('{n} sales unsent or to review, cannot erase yet.', { n: owed }))}
      ${owed > 0 && html`<button class="outlined" data-do="export">${icon('send')}<span>${t('Export unsent sales')}</span></button>`}
      ${primary('confirm', t('Erase'), { icon: 'bin', off: owed > 0 })}`,
    actions: { confirm, export: exportUnsent },
  };
}
