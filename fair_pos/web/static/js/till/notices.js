// @ts-check
/** The lines under the top bar: the network, what stands against selling, what just happened. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { productOf } from './baskets.js';
import { connection, isBannerDue, silentMs } from './connection.js';
import { device, mayUpdate, offlineWords } from './device.js';
import { moving } from './moving.js';
import { band, clockTime } from './parts.js';
import { state } from './state.js';
import { stripBand } from './strip.js';

const LONG_MS = 30 * 60_000;

export function notices() {
  const { catalogue } = state;
  return html`${isBannerDue() && band('wait', 'offline', networkWords())}
    ${state.resending && band('wait', 'retry', t('The server was restored, sending {n} sales again', { n: state.waiting }))}
    ${state.clockOffMinutes > 0 && band('wait', 'clock', t('Clock is off by {minutes} min. Set it to automatic.', { minutes: state.clockOffMinutes }))}
    ${device.update && newVersion()}
    ${moving() ?? (!state.person && offlineNotice())}
    ${catalogue.booth.suspended && band('fault', 'warn', t('Booth suspended. Call the organisers.'))}
    ${hasOldPrice() && band('wait', 'clock', t('Price changed at {time}. This basket keeps the old one.', { time: clockTime(catalogue.server_time) }))}
    ${stripBand()}`;
}

function newVersion() {
  return html`<p class="band wait">${icon('retry')}<span>${t('New version. Update when the basket is empty.')}</span>
    ${mayUpdate() && html`<button class="band-button" data-do="update">${t('Update')}</button>`}</p>`;
}

/** What a reload without the server does here: said while signing in and in the menu. */
export function offlineNotice() {
  const words = offlineWords();
  const help = device.offline === 'untrusted' && html` <a href="/cai-dat">${t('Set up this device')}</a>`;
  return words && html`<p class="band plain">${icon('offline')}<span>${words}${help}</span></p>`;
}

/** Whether a line keeps a price that the catalogue has no more. */
function hasOldPrice() {
  return state.basket.lines.some((line) => {
    const product = productOf(line.product_id);
    return product && product.price_vnd !== line.list_price_vnd;
  });
}

function networkWords() {
  const n = state.waiting;
  const minutes = Math.floor(silentMs() / 60_000);
  if (!silentMs()) return n ? t('Back online, sending {n} sales', { n }) : t('All sent');
  if (connection.foreign) return t('On another network, server not reached');
  if (silentMs() > LONG_MS) return t('No connection for {minutes} min – keep selling, tell the organisers', { minutes });
  return t('No connection – keep selling, {n} sales saved on this device', { n });
}
