// @ts-check
/** Asks the server whether it is there, and tells it what waits here. */

import { post } from './api.js';
import { refresh } from './catalogue.js';
import { BANNER_AFTER_MS, connection } from './connection.js';
import { send, sendSoon } from './outbox.js';
import { device } from './device.js';
import { noteEpoch } from './epoch.js';
import { hasSheet, repaint, show } from './screens.js';
import { hearTime } from './servertime.js';
import { state } from './state.js';
import { read } from './store.js';
import { t } from './texts.js';
import { tell } from './strip.js';

const FIRST_MS = 3000;
const EVERY_MS = 15_000;
const REFRESH_MS = 60_000;
const CLOCK_FAULT_MS = 5 * 60_000;

/** Starts beating; the lines about the network are painted once a second while they matter. */
export function heartbeat() {
  setTimeout(beat, FIRST_MS * (0.5 + Math.random()));
  setInterval(() => {
    if (connection.silentSince || state.waiting || Date.now() - connection.backAt < BANNER_AFTER_MS) repaint();
  }, 1000);
  addEventListener('online', sendSoon);
}

/** Sends what waits and takes new goods, now and then; an open basket keeps the prices it showed. @param {() => Promise<void>} enter */
export function watchCatalogue(enter) {
  const look = async () => {
    void send();
    const news = await refresh();
    if (news === 'unknown') await leaveOff();
    if (news !== 'new') return;
    await noteEpoch(state.catalogue.epoch);
    await enter();
  };
  void send();
  setInterval(look, REFRESH_MS * (0.8 + 0.4 * Math.random()));
  document.addEventListener('visibilitychange', () => document.hidden || look());
}

/** The server knows this till no more; who is served now is served first. */
async function leaveOff() {
  if (state.basket.lines.length || hasSheet()) tell(t('Device not enrolled. Scan the code.'), 'fault');
  else await show('unknown');
}

async function beat() {
  const silent = connection.silentSince;
  const answer = await post('/heartbeat', {
    waiting: state.waiting,
    oldest_waiting_at: state.oldestWaitingAt || null,
    last_seq: (state.catalogue && (await read('meta', 'seq'))) ?? 0,
    app_version: document.body.dataset.version,
    clock: new Date().toISOString(),
    offline: device.offline,
    persisted: device.persisted,
  }).catch(() => null);
  if (answer) checkClock(answer.server_time);
  await noteEpoch(answer?.epoch);
  if (answer && silent) void sendSoon();
  repaint();
  setTimeout(beat, answer ? EVERY_MS * (0.8 + 0.4 * Math.random()) : EVERY_MS / 3);
}

/** @param {string} serverTime */
function checkClock(serverTime) {
  hearTime(serverTime);
  const offset = Math.abs(Date.parse(serverTime) - Date.now());
  state.clockOffMinutes = offset < CLOCK_FAULT_MS ? 0 : Math.round(offset / 60_000);
}
