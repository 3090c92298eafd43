// @ts-check
/** Says to a screen reader what changed. */

/** @param {string} text */
export function say(text) {
  const place = document.getElementById('live');
  if (place) place.textContent = text;
}
