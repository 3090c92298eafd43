// @ts-check
/** The menu: everything that is not selling. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { hold } from './baskets.js';
import { Later, post } from './api.js';
import { inTime } from './ask.js';
import { band, clockTime } from './parts.js';
import { offlineNotice } from './notices.js';
import { setPerson } from './people.js';
import { close, open, repaint, show } from './screens.js';
import { state } from './state.js';
import { exportUnsent } from './unsentfile.js';

export function menu() {
  let fault = '';
  /** @param {string} words */
  function refuse(words) {
    fault = words;
    repaint();
  }
  async function changeSeller() {
    hold('');
    await setPerson(null);
    void post('/sign-out', {}).catch(() => null);
    await show('signin');
  }
  async function leave() {
    if (state.waiting > 0) {
      refuse(t('{n} sales unsent, cannot sign out yet.', { n: state.waiting }));
      return;
    }
    try {
      await inTime(post('/leave', {}));
    } catch (error) {
      refuse(error instanceof Later ? t('Server not reached. Try again.') : /** @type {Error} */ (error).message);
      return;
    }
    localStorage.setItem('fair-pos-till', '');
    location.reload();
  }
  function closeShift() {
    if (state.basket.lines.length || state.held.length) refuse(t('Held sales left. Take payment or delete first.'));
    else next('closing');
  }
  const seller = state.person !== null;
  const shift = seller && state.shift !== null;
  const entries = () => [
    shift && ['sheet', 'today', 'list', t('Today’s sales')],
    shift && state.held.length > 0 && ['sheet', 'held', 'hold', t('{n} held', { n: state.held.length })],
    shift && ['cashin', '', 'plus', t('Cash in')],
    shift && ['cashout', '', 'minus', t('Cash out')],
    shift && state.catalogue.printer?.drawer === true && ['sheet', 'openbox', 'cash', t('Open the cash drawer')],
    shift && ['sheet', 'xreport', 'note', t('Shift so far (X)')],
    shift && ['sheet', 'daysheet', 'note', t('Day sheet')],
    ['sheet', 'scannertest', 'scan', t('Check the scanner')],
    shift && ['close-shift', '', 'lock', t('Close shift')],
    seller && ['seller', '', 'person', t('Change seller')],
    ['leave', '', 'exit', t('Sign this device out')],
    ['sheet', 'erase', 'bin', t('Erase the data on this device')],
  ];
  return {
    title: t('Menu'),
    markup: () => html`${fault && band('fault', 'warn', fault)}
      ${fault && state.waiting > 0 && html`<button class="outlined" data-do="export">${icon('send')}<span>${t('Export unsent sales')}</span></button>`}
      <ul class="menu">${entries().filter((one) => one !== false).map((entry) => {
        const [action, sheet, name, words] = /** @type {string[]} */ (entry);
        return html`<li><button data-do="${action}" data-sheet="${sheet}">${icon(name)}<span>${words}</span></button></li>`;
      })}</ul>
      <div class="grow"></div>
      ${offlineNotice()}
      <p class="quiet-words">${state.catalogue.venue.name}${state.shift && html` · ${t('shift opened {time}', { time: clockTime(state.shift.opened_at) })}`}</p>`,
    actions: {
      sheet(/** @type {DOMStringMap} */ { sheet }) {
        close();
        void open(sheet ?? '');
      },
      cashin: () => next('cashmove', 1),
      cashout: () => next('cashmove', -1),
      'close-shift': closeShift,
      seller: changeSeller,
      export: exportUnsent,
      leave,
    },
  };
}

/** @param {string} name @param {...any} args */
function next(name, ...args) {
  close();
  void open(name, ...args);
}
