// @ts-check
/** The server's time, as far as it was heard since this page was opened: a device's clock may jump ten years. */

/** @type {number | null} */
let aheadMs = null;

/** @param {string | undefined} serverTime of an answer that has just come */
export function hearTime(serverTime) {
  if (serverTime) aheadMs = Date.parse(serverTime) - Date.now();
}

/** The server's time in milliseconds; null before its first answer. */
export function serverNow() {
  return aheadMs === null ? null : Date.now() + aheadMs;
}
