// @ts-check
/** The tables of cases that Python runs, too. */

import { readFileSync } from 'node:fs';

/** @param {string} name @returns {any} */
export function cases(name) {
  return JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), 'utf8'));
}
