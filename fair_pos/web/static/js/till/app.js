// @ts-check
/** Starts the till: what is kept first, then what the server says. */

import { t } from './texts.js';
import { html, icon, paint } from './html.js';
import { loadKept, refresh, takePeople } from './catalogue.js';
import { current, hasSheet, listen, open, register, repaint, show } from './screens.js';
import { selling } from './selling.js';
import { state } from './state.js';
import { onStrip } from './strip.js';
import { topbar } from './topbar.js';


const MORE_AFTER_MS = 3000;

/** @type {Promise<typeof import('./more.js')> | null} */
let loading = null;
/** @type {KeyboardEvent[]} */
const early = [];
/** @type {() => unknown} the lines under the bar; they come with the other screens */
let notices = () => null;

register({ selling, waiting }, frame, more);
onStrip(repaint);
listen(/** @type {HTMLElement} */ (document.getElementById('screen')), () => (hasSheet() ? null : current()));
listen(/** @type {HTMLElement} */ (document.getElementById('top')), () => bar);
addEventListener('pointerdown', prefetch, { once: true });
addEventListener('keydown', pressEarly);
void start();

/** The other screens: fetched at the first touch, or when it has been quiet for a while. */
function more() {
  loading ??= Promise.all([import('./more.js'), moreStyle()]).then(([found]) => {
    notices = found.notices;
    Object.assign(bar.actions, found.begin(enter));
    repaint();
    removeEventListener('keydown', pressEarly);
    early.splice(0).forEach((event) => event.target?.dispatchEvent(new KeyboardEvent('keydown', event)));
    return found;
  });
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/** Remembers a key until the keyboard's table is there. @param {KeyboardEvent} event */
function pressEarly(event) {
  early.push(event);
  prefetch();
}

function prefetch() {
  more().catch(() => null);
}

/** @returns {Promise<unknown>} */
function moreStyle() {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = document.body.dataset.moreStyle ?? '';
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
  });
}

/** @type {import('./screens.js').View} */
const bar = {
  markup: () => html``,
  actions: { menu: () => open('menu'), held: () => open('held'), unsent: () => open('unsent') },
};

async function start() {
  if (await loadKept()) await enter();
  setTimeout(prefetch, MORE_AFTER_MS);
  const news = await refresh();
  if (news === 'unknown') await show('unknown');
  else if (!state.catalogue) await show('waiting');
  else if (news === 'new') await takePeople().then(enter);
}

/** Goes to the first thing that is missing: who, the shift, then selling. */
async function enter() {
  const wanted = !state.person ? 'signin' : !state.shift ? 'opening' : 'selling';
  const now = document.getElementById('screen')?.dataset.name;
  if (now === wanted || (wanted === 'selling' && now === 'done')) repaint();
  else await show(wanted);
}

function frame() {
  if (!state.catalogue) return;
  const top = /** @type {HTMLElement} */ (document.getElementById('top'));
  const practice = state.catalogue.is_demo && html`<p class="practice">${t('Sample fair – demo prices')}</p>`;
  paint(top, html`${(state.person || state.waiting > 0) && topbar()}${practice}${notices()}`);
}

function waiting() {
  return {
    markup: () => html`<div class="plain-screen">${icon('offline')}<h1>${t('Server not reached. Try again.')}</h1>
      <button class="primary" data-do="retry" data-primary><span>${t('Try again')}</span></button></div>`,
    actions: { retry: () => location.reload() },
  };
}
