// @ts-check
/** The logo of the receipts: fetched once, kept on the device for papers without the network. */

import { get } from './api.js';
import { inTime } from './ask.js';
import { state } from './state.js';
import { read, write } from './store.js';

/** @typedef {{name: string, width_bytes: number, dots: string}} Logo rows of whole bytes in Base64, a set bit is black */

/** @param {string} name its name tells its dots: they never change @returns {Promise<Logo>} */
export async function dotsOf(name) {
  const kept = await read('meta', 'logo');
  if (kept?.name === name) return kept;
  const fresh = await inTime(get('/logo'));
  await write('meta', fresh, 'logo');
  if (fresh.name !== name) throw new Error('another logo by now');
  return fresh;
}

/** Fetches the logo before a paper asks for it. */
export async function fetchLogo() {
  const name = state.catalogue?.receipt.layout?.logo;
  if (name) await dotsOf(name).catch(() => null);
}
