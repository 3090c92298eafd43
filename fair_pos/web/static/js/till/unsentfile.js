// @ts-check
/** A file of what the server has not confirmed, for the organisers. */

import { state } from './state.js';
import { readAll } from './store.js';

/** Saves the file. */
export async function exportUnsent() {
  const facts = (await readAll('facts')).filter((one) => one.state !== 'sent');
  const { till, booth } = state.catalogue;
  const text = JSON.stringify({ till, booth, facts }, null, 1);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `don-chua-gui-${booth.code}-${till.series}.json`;
  link.click();
}
