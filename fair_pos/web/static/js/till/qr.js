// @ts-check
/** Draws a QR code as markup; a module is always a whole number of device pixels. */

import { html } from './html.js';

const QUIET = 4;
const MODULE_PX = 5;
const LARGE_MODULE_PX = 7;

/**
 * The picture of a text, small or as wide as the screen.
 * @param {string} text
 * @returns {Promise<(large: boolean) => any>}
 */
export async function qrSvg(text) {
  const { generate } = await import(/** @type {string} */ (document.body.dataset.leanQr));
  const code = generate(text);
  const size = code.size + 2 * QUIET;
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    }
  }
  return (large) => {
    const px = size * wholePixels(large ? Math.min(LARGE_MODULE_PX, innerWidth / size) : MODULE_PX);
    return html`<svg class="qr-code" width="${px}" height="${px}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="VietQR">
      <path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${path}"/></svg>`;
  };
}

/** @param {number} px of the page @returns {number} the next smaller size of whole device pixels */
function wholePixels(px) {
  const ratio = globalThis.devicePixelRatio || 1;
  return Math.max(1, Math.floor(px * ratio)) / ratio;
}
