// @ts-check
/** Scans a till's chain of codes with this device's camera, into the field that is imported. */

import { hasCamera, openLens } from "../till/lens.js";

const PART = /^FP1\/([0-9A-Z]{4})\/(\d{1,2})\/(\d{1,2})\/[^]+$/;

const place = document.querySelector("[data-chain]");
const field = document.getElementById("text");
if (place instanceof HTMLElement && field instanceof HTMLTextAreaElement) offerCamera(place, field);

/**
 * @param {HTMLElement} place
 * @param {HTMLTextAreaElement} field
 */
function offerCamera(place, field) {
  const button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
  const frame = /** @type {HTMLElement} */ (place.querySelector(".lens"));
  const status = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
  /** @type {import("../till/lens.js").Lens | null} */
  let lens = null;

  place.hidden = !hasCamera() && !field.value;
  button.hidden = !hasCamera();
  status.textContent = progress(field.value, place.dataset);
  field.addEventListener("input", () => (status.textContent = progress(field.value, place.dataset)));
  button.addEventListener("click", () => void start());

  async function start() {
    const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
    frame.replaceChildren(video);
    frame.hidden = false;
    button.disabled = true;
    lens = await openLens(video, { found, stopped }).catch(() => null);
    if (lens) return;
    stopped();
    status.textContent = place.dataset.refused ?? "";
  }
  /** @param {string} text */
  function found(text) {
    if (!PART.test(text) || field.value.split("\n").includes(text)) return;
    field.value = [...field.value.split("\n").filter(Boolean), text].join("\n");
    navigator.vibrate?.(30);
    status.textContent = progress(field.value, place.dataset);
    if (missing(field.value).every((one) => !one.numbers.length)) lens?.stop();
  }
  function stopped() {
    frame.hidden = true;
    button.disabled = false;
    if (missing(field.value).some((one) => one.numbers.length)) status.textContent += ` ${place.dataset.resting}`;
  }
}

/** What every set still lacks. @param {string} text @returns {{count: number, numbers: number[]}[]} */
function missing(text) {
  /** @type {Map<string, {count: number, seen: Set<number>}>} */
  const sets = new Map();
  for (const line of text.split("\n")) {
    const [, mark, number, count] = PART.exec(line.toUpperCase()) ?? [];
    if (!mark) continue;
    if (!sets.has(mark)) sets.set(mark, { count: Number(count), seen: new Set() });
    sets.get(mark)?.seen.add(Number(number));
  }
  return [...sets.values()].map(({ count, seen }) => {
    const all = Array.from({ length: count }, (_, at) => at + 1);
    return { count, numbers: all.filter((one) => !seen.has(one)) };
  });
}

/** @param {string} text @param {DOMStringMap} words */
function progress(text, words) {
  return missing(text).map(({ count, numbers }) => {
    if (!numbers.length) return fill(words.whole, { count });
    const have = fill(words.have, { have: count - numbers.length, count });
    return `${have}, ${fill(words.missing, { missing: numbers.map((one) => `${one}/${count}`).join(", ") })}.`;
  }).join(" ");
}

/** @param {string | undefined} words @param {Record<string, unknown>} values */
function fill(words, values) {
  return (words ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
