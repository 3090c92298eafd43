// @ts-check
/** Draws a QR code as markup; a module is always a whole number of device pixels. */

import { html } from './html.js';

const QUIET = 4;
const MODULE_PX = 5;
const LARGE_MODULE_PX = 7;

/** The library that draws, fetched while the server can still be reached. */
export function qrLibrary() {
  return import(/** @type {string} */ (document.body.dataset.leanQr));
}

/**
 * The dark modules of a text's code, row by row, level M, without the quiet zone.
 * @param {string} text
 * @returns {Promise<boolean[][]>}
 */
export async function qrModules(text) {
  const { correction, generate } = await qrLibrary();
  const code = generate(text, { minCorrectionLevel: correction.M });
  const each = Array.from({ length: code.size }, (_, at) => at);
  return each.map((y) => each.map((x) => Boolean(code.get(x, y))));
}

/**
 * The picture of a transfer, small or as wide as the screen.
 * @param {string} text
 * @returns {Promise<(large: boolean) => any>}
 */
export async function qrSvg(text) {
  const draw = await qrPicture(text, 'VietQR');
  return (large) => draw((size) => (large ? Math.min(LARGE_MODULE_PX, innerWidth / size) : MODULE_PX));
}

/**
 * The picture of a text, its module as wide as the size in modules gives.
 * @param {string} text
 * @param {string} name for who cannot see it
 * @returns {Promise<(modulePx: (size: number) => number) => any>}
 */
export async function qrPicture(text, name) {
  const rows = await qrModules(text);
  const size = rows.length + 2 * QUIET;
  const path = rows.flatMap((row, y) => row.map((dark, x) => dark && `M${x + QUIET} ${y + QUIET}h1v1h-1z`)).filter(Boolean).join('');
  return (modulePx) => {
    const px = size * wholePixels(modulePx(size));
    return html`<svg class="qr-code" width="${px}" height="${px}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="${name}">
      <path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path d="${path}"/></svg>`;
  };
}

/** @param {number} px of the page @returns {number} the next smaller size of whole device pixels */
function wholePixels(px) {
  const ratio = globalThis.devicePixelRatio || 1;
  return Math.max(1, Math.floor(px * ratio)) / ratio;
}
