// @ts-check
/** Files of what the server has not confirmed, for the organisers: one per till of this device. */

import { queues } from './earlier.js';
import { unconfirmed } from './facts.js';
import { withoutPin } from './settling.js';

/**
 * What is not confirmed, as it travels; tills that owe nothing are left out.
 * @returns {Promise<{till: {id: string, series: string}, booth: {id: string, code: string}, [rest: string]: any}[]>}
 */
export async function unsentFiles() {
  const files = await Promise.all((await queues()).map(fileOf));
  return files.filter((one) => one.facts.length > 0);
}

/** Saves the files. */
export async function exportUnsent() {
  for (const file of await unsentFiles()) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }));
    link.download = `don-chua-gui-${file.booth.code}-${file.till.series}.json`;
    link.click();
  }
}

/** @param {import('./earlier.js').Queue} queue */
async function fileOf({ db, catalogue }) {
  const { till, booth, venue } = catalogue;
  const facts = await unconfirmed(db);
  return {
    format: 'fair-pos-unsent',
    version: 1,
    exported_at: new Date().toISOString(),
    till: { id: till.id, series: till.series },
    booth: { id: booth.id, code: booth.code },
    venue: { code: venue.code },
    facts: facts.map(({ id, path, body, saved_at, state }) => ({ id, path, body: withoutPin(body), saved_at, state })),
  };
}
