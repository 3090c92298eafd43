// @ts-check
/** Asks the server whether it is there, and tells it what waits here. */

import { post } from './api.js';
import { refresh } from './catalogue.js';
import { BANNER_AFTER_MS, connection } from './connection.js';
import { send } from './outbox.js';
import { repaint, show } from './screens.js';
import { state } from './state.js';
import { read } from './store.js';
import { t } from './texts.js';
import { tell } from './strip.js';

const EVERY_MS = 15_000;
const REFRESH_MS = 60_000;
const CLOCK_FAULT_MS = 5 * 60_000;
let told = false;

/** Starts beating; the lines about the network are painted once a second while they matter. */
export function heartbeat() {
  setTimeout(beat, EVERY_MS * (0.5 + Math.random()));
  setInterval(() => {
    if (connection.silentSince || state.waiting || Date.now() - connection.backAt < BANNER_AFTER_MS) repaint();
  }, 1000);
  addEventListener('online', () => send());
}

/** Two tabs of one till do no harm; it is said all the same. */
export function watchOtherTabs() {
  const channel = new BroadcastChannel('fair-pos-till');
  channel.onmessage = ({ data }) => {
    if (data === 'here?') channel.postMessage('here');
    tell(t('This till is open in another tab'), 'wait');
  };
  channel.postMessage('here?');
}

/** Sends what waits and takes new goods, now and then; an open basket keeps the prices it showed. @param {() => Promise<void>} enter */
export function watchCatalogue(enter) {
  const look = async () => {
    void send();
    const news = await refresh();
    if (news === 'unknown') await show('unknown');
    else if (news === 'new') await enter();
  };
  void send();
  setInterval(look, REFRESH_MS * (0.8 + 0.4 * Math.random()));
  document.addEventListener('visibilitychange', () => document.hidden || look());
}

async function beat() {
  const silent = connection.silentSince;
  const answer = await post('/heartbeat', {
    waiting: state.waiting,
    oldest_waiting_at: state.oldestWaitingAt || null,
    last_seq: (await read('meta', 'seq')) ?? 0,
    app_version: document.body.dataset.version,
    clock: new Date().toISOString(),
  }).catch(() => null);
  if (answer) checkClock(answer.server_time);
  if (answer && silent) void send();
  repaint();
  setTimeout(beat, answer ? EVERY_MS * (0.8 + 0.4 * Math.random()) : EVERY_MS / 3);
}

/** @param {string} serverTime */
function checkClock(serverTime) {
  const offset = Math.abs(Date.parse(serverTime) - Date.now());
  if (offset < CLOCK_FAULT_MS || told) return;
  told = true;
  tell(t('Clock is off by {minutes} min. Set it to automatic.', { minutes: Math.round(offset / 60_000) }), 'wait');
}
