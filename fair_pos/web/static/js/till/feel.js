// @ts-check
/** Vibration, where the device has it. Milliseconds. */

/** @param {number | number[]} pattern */
export function vibrate(pattern) {
  navigator.vibrate?.(pattern);
}
