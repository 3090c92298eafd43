// @ts-check
/** The codes in a photo: read in the page, else by whom the caller names. Works on plain http. */

import { openDecoder } from './decoder.js';

const WIDTH_PX = 1600;
const QUALITY = 0.85;

/** A file that this browser cannot open as a picture. */
export class NoPicture extends Error {}

/**
 * @param {Blob} file
 * @param {(photo: Blob) => Promise<string[]>} elsewhere asked when the page's own reader fails
 * @returns {Promise<string[]>} every code once
 */
export async function readPhoto(file, elsewhere) {
  const canvas = await scaled(file);
  const texts = await readHere(canvas).catch(async () => elsewhere(await asJpeg(canvas)));
  return [...new Set(texts)];
}

/** @param {Blob} file */
async function scaled(file) {
  const picture = await createImageBitmap(file, { resizeWidth: WIDTH_PX, resizeQuality: 'high' }).catch((fault) => {
    throw new NoPicture(String(fault));
  });
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(picture, 0, 0);
  picture.close();
  return canvas;
}

/** @param {HTMLCanvasElement} canvas */
async function readHere(canvas) {
  const decoder = await openDecoder();
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  return decoder.read(pen.getImageData(0, 0, canvas.width, canvas.height));
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
function asJpeg(canvas) {
  return new Promise((resolve) => canvas.toBlob((made) => resolve(/** @type {Blob} */ (made)), 'image/jpeg', QUALITY));
}
