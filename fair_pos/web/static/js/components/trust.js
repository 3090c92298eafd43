// @ts-check
/** Whether this device trusts the https door: asked of the browser, never of the person. */

const PATIENCE_MS = 8000;

/** @typedef {'trusted' | 'untrusted' | 'unreached' | 'browser'} Answer */

/**
 * Asks from a page of another origin. An exception that somebody clicked through earlier answers
 * "trusted" here, too: only a page of the door itself knows for sure.
 * @param {string} secure origin of the https door
 * @param {string} plain origin of the http door under the same name
 * @returns {Promise<Answer>}
 */
export async function trustFromOutside(secure, plain) {
  if (await answers(secure)) return 'trusted';
  return plain && (await answers(plain)) ? 'untrusted' : 'unreached';
}

/**
 * Asks at the https door: a browser starts a service worker under a trusted certificate only,
 * whatever was clicked through (Chromium 156: SecurityError, 2026-11-21).
 * @returns {Promise<Answer>}
 */
export async function trustFromInside() {
  if (!navigator.serviceWorker) return 'browser';
  try {
    const worker = await navigator.serviceWorker.register(new URL('./nothing.js', import.meta.url));
    await worker.unregister();
    return 'trusted';
  } catch {
    return 'untrusted';
  }
}

/** @param {string} origin */
async function answers(origin) {
  try {
    const answer = await fetch(`${origin}/cai-dat/thu`, { signal: AbortSignal.timeout(PATIENCE_MS), cache: 'no-store' });
    return answer.ok;
  } catch {
    return false;
  }
}
