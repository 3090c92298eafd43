// @ts-check
/** Whether the server answers: told by every call, never by navigator.onLine. */

export const BANNER_AFTER_MS = 8_000;
const BANNER_STAYS_MS = 2_000;

export const connection = { silentSince: 0, backAt: 0, foreign: false };

/** The server answered. */
export function heard() {
  if (connection.silentSince && Date.now() - connection.silentSince >= BANNER_AFTER_MS) {
    connection.backAt = Date.now();
  }
  connection.silentSince = 0;
  connection.foreign = false;
}

/**
 * The server did not answer, or somebody else did.
 * @param {boolean} foreign HTML instead of JSON: a login page of the network
 * @param {number} since when it was asked
 */
export function silent(foreign, since = Date.now()) {
  connection.silentSince ||= since;
  connection.foreign = foreign;
}

/** Milliseconds without the server, 0 while it answers. */
export function silentMs() {
  return connection.silentSince && Date.now() - connection.silentSince;
}

/** Whether the line above the goods is shown. */
export function isBannerDue() {
  return silentMs() >= BANNER_AFTER_MS || Date.now() - connection.backAt < BANNER_STAYS_MS;
}
