// @ts-check
/** Every screen but the first two, in one file that is fetched after the first paint. */

import { approve } from './approve.js';
import { held, hold, note } from './asides.js';
import { cashmove } from './cashmove.js';
import { closing } from './closing.js';
import { takeTypedCode } from './codes.js';
import { discount, line } from './discount.js';
import { leaveNothingAsked } from './ask.js';
import { productOf } from './baskets.js';
import { done } from './done.js';
import { openbox } from './drawer.js';
import { prepareDevice, update } from './device.js';
import { queues } from './earlier.js';
import { erase } from './erase.js';
import { forgetOld } from './facts.js';
import { heartbeat, watchCatalogue } from './heartbeat.js';
import { holdFor, repeatWhileHeld } from './hold.js';
import { listenForKeys } from './keys.js';
import { fetchLogo } from './logo.js';
import { menu } from './menu.js';
export { notices } from './notices.js';
import { notsaved } from './notsaved.js';
import { numberOfShift, opening } from './opening.js';
import { countWaiting } from './outbox.js';
import { daysheet, xreport } from './papers.js';
import { pay } from './pay.js';
import { readPeople } from './people.js';
import { notes, product, quantity } from './product.js';
import { qrLibrary } from './qr.js';
import { refund, voiding } from './refund.js';
import { sale } from './saleview.js';
import { open } from './screens.js';
import { scan } from './scan.js';
import { listenForCodes } from './scanner.js';
import { signin } from './signin.js';
import { watchOtherTabs } from './tabs.js';
import { today } from './today.js';
import { unknown } from './unknown.js';
import { unsent } from './unsent.js';
import { weight } from './weight.js';

const READER_AFTER_MS = 20_000;
const TIDY_MS = 3600_000;

export const views = {
  approve, cashmove, closing, daysheet, discount, done, erase, held, hold, line, menu, note, notes, notsaved, openbox, opening,
  pay, product, quantity, refund, sale, scan, signin, today, unknown, unsent, voiding, weight, xreport,
  doubt: (/** @type {[any, any]} */ ...args) => import('./labelcheck.js').then((file) => file.doubt(...args)),
  qrchain: () => import('./qrchain.js').then((file) => file.qrchain()),
  scannertest: () => import('./scannertest.js').then((file) => file.scannertest()),
};

/**
 * Starts what works on every screen: keyboard, scanner, long press, news. Gives what the lines
 * under the top bar can do.
 * @param {() => Promise<void>} enter
 */
export function begin(enter) {
  const screen = /** @type {HTMLElement} */ (document.getElementById('screen'));
  listenForCodes(takeTypedCode);
  listenForKeys();
  holdFor(screen, '.tile', (tile) => open('product', productOf(tile.dataset.id ?? '')));
  repeatWhileHeld(document.body);
  heartbeat();
  watchCatalogue(() => enter().then(fetchLogo));
  watchOtherTabs(countWaiting, () => readPeople(enter));
  leaveNothingAsked();
  void numberOfShift();
  qrLibrary().catch(() => null);
  void prepareDevice();
  void tidy();
  setInterval(tidy, TIDY_MS);
  setTimeout(fetchLogo, READER_AFTER_MS);
  setTimeout(fetchLabels, READER_AFTER_MS);
  if (location.protocol === 'https:') setTimeout(fetchReader, READER_AFTER_MS);
  return { update };
}

/** The reader of codes, 0,4 MB once a version: a camera must work after the network is gone, too. */
function fetchReader() {
  import('./scanning.js').then((file) => file.prefetch()).catch(() => null);
}

/** What tells a label of this system from another without the server. */
function fetchLabels() {
  import('./labelcheck.js').then((file) => file.refresh()).catch(() => null);
}

/** What is confirmed and two days past its shift's close needs no second place. */
async function tidy() {
  for (const { db } of await queues()) await forgetOld(db);
  await countWaiting();
}
