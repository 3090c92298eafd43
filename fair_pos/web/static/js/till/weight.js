// @ts-check
/** Goods by weight: typed kilograms or adders, the live amount under it. */

import { t } from './texts.js';
import { html } from './html.js';
import { band, primary, vnd } from './parts.js';
import { formatVnd } from './money.js';
import { formatQuantity, formatWeight, lineAmount, parseQuantity } from './quantity.js';
import { pad, padKey, typeQuantity } from './pad.js';
import { close, repaint } from './screens.js';
import { add, setQuantity } from './baskets.js';

const ADDERS = [[100, '+100 g'], [200, '+200 g'], [500, '+500 g'], [1000, '+1 kg']];
const ASKS_ABOVE_MILLI = 30_000;

/** @param {any} product @param {import('./basket.js').Line} [line] weighed again */
export function weight(product, line) {
  let typed = line ? formatQuantity(line.quantity_milli) : '';
  let fresh = Boolean(line);
  let asked = false;
  const milli = () => parseQuantity(typed.replace(/,$/, '')) ?? 0;
  const price = line?.unit_price_vnd ?? product.price_vnd;

  /** @param {string} sign */
  function press(sign) {
    typed = typeQuantity(fresh && sign !== 'back' ? '' : typed, sign);
    fresh = asked = false;
    repaint();
  }
  function confirm() {
    if (milli() === 0) return;
    if (milli() > ASKS_ABOVE_MILLI && !asked) {
      asked = true;
      repaint();
      return;
    }
    close();
    if (line) setQuantity(line.key, milli());
    else add(product, milli());
  }
  return {
    title: product.name,
    kind: 'weight',
    scans: true,
    markup: () => html`
      <div class="card weight-card">
        <p><span>${t('Weight')}</span><strong class="fig-44">${shown(typed, milli())} <small>${product.unit}</small></strong></p>
        <p><span>× ${formatVnd(price)}/${product.unit}</span><strong class="fig-28">${vnd(lineAmount(price, milli()))}</strong></p>
        ${asked && band('wait', 'warn', t('{kg} kg? Check the comma.', { kg: formatQuantity(milli()) }))}
      </div>
      <div class="adders">${ADDERS.map(([grams, words]) => html`<button class="outlined" data-do="more" data-grams="${grams}">${words}</button>`)}</div>
      ${pad(',')}
      ${primary('confirm', milli() ? (line ? t('Done') : t('Add to basket')) : t('Weight missing'), { icon: milli() ? 'check' : '', off: !milli() })}`,
    actions: {
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
      more(/** @type {DOMStringMap} */ { grams }) {
        typed = formatQuantity(milli() + Number(grams)).replace('.', '');
        fresh = asked = false;
        repaint();
      },
      confirm,
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/** What is typed in ink, the decimals that are not typed in grey. @param {string} typed @param {number} milli */
function shown(typed, milli) {
  const full = formatWeight(milli);
  const at = Math.min(typed.length, full.length);
  return html`${full.slice(0, at)}<span class="ghost">${full.slice(at)}</span>`;
}
