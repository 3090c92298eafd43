// @ts-check
/** A long press: once for a tile, again and again for plus and minus. */

const HOLD_MS = 500;
const REPEAT_MS = 200;

/** @param {HTMLElement} root @param {string} selector @param {(element: HTMLElement) => void} act */
export function holdFor(root, selector, act) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  let held = false;
  root.addEventListener('pointerdown', (event) => {
    const element = /** @type {Element} */ (event.target).closest(selector);
    held = false;
    if (!(element instanceof HTMLElement)) return;
    timer = setTimeout(() => {
      held = true;
      act(element);
    }, HOLD_MS);
  });
  const stop = () => clearTimeout(timer);
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) root.addEventListener(name, stop);
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
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let repeat;
  /** @type {ReturnType<typeof setTimeout>} */
  let start;
  root.addEventListener('pointerdown', (event) => {
    const button = /** @type {Element} */ (event.target).closest('[data-repeats]');
    if (!(button instanceof HTMLElement)) return;
    start = setTimeout(() => {
      repeat = setInterval(() => button.isConnected && button.click(), REPEAT_MS);
    }, HOLD_MS);
  });
  const stop = () => {
    clearTimeout(start);
    clearInterval(repeat);
  };
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) root.addEventListener(name, stop);
}
