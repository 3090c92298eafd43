// @ts-check
/** A long press: once for a tile, again and again for plus and minus. */

const HOLD_MS = 500;
const REPEAT_MS = 200;
const BEAT_MS = 50;

/** @param {HTMLElement} root @param {string} selector @param {(element: HTMLElement) => void} act */
export function holdFor(root, selector, act) {
  let held = false;
  const stop = whilePressed(root, selector, HOLD_MS, (element) => {
    stop();
    held = true;
    act(element);
  });
  root.addEventListener('pointerdown', () => { held = false; });
  root.addEventListener('scroll', stop, true);
  root.addEventListener('contextmenu', (event) => {
    if (/** @type {Element} */ (event.target).closest(selector)) event.preventDefault();
  });
  root.addEventListener('click', (event) => {
    if (held) event.stopImmediatePropagation();
    held = false;
  }, true);
}

/** Repeats a pressed button marked with data-repeats, five times a second. @param {HTMLElement} root */
export function repeatWhileHeld(root) {
  whilePressed(root, '[data-repeats]', HOLD_MS + REPEAT_MS, (button) => button.isConnected && button.click());
}

/**
 * Acts after a first time and then again and again, until the finger leaves or the given stop is
 * called. Time counts in beats: of a moment when the page stood still two at most, because the
 * news that the finger has left may still wait behind the beat.
 * @param {HTMLElement} root @param {string} selector @param {number} firstMs
 * @param {(element: HTMLElement) => void} act
 */
function whilePressed(root, selector, firstMs, act) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let beat;
  const stop = () => clearInterval(beat);
  root.addEventListener('pointerdown', (event) => {
    stop();
    const element = /** @type {Element} */ (event.target).closest(selector);
    if (!(element instanceof HTMLElement)) return;
    let seen = performance.now();
    let left = firstMs;
    beat = setInterval(() => {
      const now = performance.now();
      left -= Math.min(now - seen, 2 * BEAT_MS);
      seen = now;
      if (left > 0) return;
      left += REPEAT_MS;
      act(element);
    }, BEAT_MS);
  });
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) root.addEventListener(name, stop);
  return stop;
}
