// @ts-check
/** What this device can do without the server: the kept shell, lasting storage; and it says so. */

import { t } from './texts.js';
import { hasSheet, repaint } from './screens.js';
import { state } from './state.js';
import { read, write } from './store.js';

const UPDATE_LOOK_MS = 10 * 60_000;
const IN_APP = /Zalo|FBAN|FBAV|FB_IAB|Instagram/;

export const device = {
  /** @type {'ready' | 'http' | 'untrusted' | 'unsupported' | 'private' | ''} '' is not known yet */
  offline: '',
  /** @type {boolean | null} whether the browser promised not to clear what is kept */
  persisted: null,
  /** @type {ServiceWorker | null} the new version that waits */
  update: null,
};
let asked = false;

/** Keeps the shell for the next start without a server, and asks for lasting storage. */
export async function prepareDevice() {
  addEventListener('appinstalled', () => persist(true));
  device.offline = await keepShell();
  await persist(false);
  repaint();
}

/** The honest words about a reload without the server; empty when it works or is not known. */
export function offlineWords() {
  if (IN_APP.test(navigator.userAgent)) return t('Open this page in Chrome: an app’s own window may lose sales.');
  return {
    http: t('This device sells without a network, but does not start again without it.'),
    untrusted: t('Certificate not trusted: does not start again without a network.'),
    unsupported: t('This browser does not start again without a network. Use Chrome.'),
    private: t('Private window: closing it loses what is kept. Open a normal one.'),
    ready: '',
    '': '',
  }[device.offline];
}

/** Whether the new version may take over now: nothing in the basket, nothing being paid. */
export function mayUpdate() {
  return !hasSheet() && state.basket.lines.length === 0;
}

/** Lets the new version take over; the page starts again with it. */
export function update() {
  if (!mayUpdate()) return;
  asked = true;
  device.update?.postMessage('run');
}

/** @returns {Promise<typeof device.offline>} */
async function keepShell() {
  if (!isSecureContext) return 'http';
  const workers = navigator.serviceWorker;
  if (!workers) return navigator.userAgent.includes('Firefox') ? 'private' : 'unsupported';
  const had = Boolean(workers.controller);
  workers.addEventListener('controllerchange', () => {
    device.offline = 'ready';
    if (had) startAgain();
  });
  try {
    watch(await workers.register('/till-sw.js', { scope: '/till', updateViaCache: 'none' }));
  } catch (error) {
    const isUntrusted = /** @type {Error} */ (error).name === 'SecurityError' && location.protocol === 'https:';
    return workers.controller ? 'ready' : isUntrusted ? 'untrusted' : '';
  }
  return workers.controller ? 'ready' : device.offline;
}

/** @param {ServiceWorkerRegistration | undefined} registration */
function watch(registration) {
  if (!registration) return;
  const look = () => {
    device.update = navigator.serviceWorker.controller ? registration.waiting : null;
    repaint();
  };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  const ask = () => registration.update().catch(() => null);
  setInterval(ask, UPDATE_LOOK_MS);
  document.addEventListener('visibilitychange', () => document.hidden || ask());
  look();
}

/** Another tab asked for the new version: this one follows when its customer is gone. */
function startAgain() {
  if (asked || mayUpdate()) location.reload();
  else setTimeout(startAgain, 1000);
}

/** Asks once after enrolment and once more after installing; browsers answer yes to what is used often. @param {boolean} again */
async function persist(again) {
  const storage = navigator.storage;
  if (!storage?.persist || !state.catalogue) return;
  device.persisted = await storage.persisted();
  if (device.persisted || (!again && (await read('meta', 'persist-asked')))) return;
  device.persisted = await storage.persist();
  await write('meta', true, 'persist-asked');
}
