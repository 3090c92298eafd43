// @ts-check
/** The rear camera before a reader of codes: frames in, each code once until it has left the picture. */

import { openDecoder } from './decoder.js';

const EVERY_MS = 100;
const SIDE_PX = 480;
const CENTRE = 0.75;
const FORGET_MS = 1500;
const STOP_MS = 20_000;
const WANTED = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };

/** Whether this page may ask for a camera: only where the address is secure. */
export function hasCamera() {
  return isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
}

/**
 * @typedef {object} Lens
 * @property {() => void} stop
 * @property {boolean} hasTorch
 * @property {(on: boolean) => Promise<void>} torch
 */

/**
 * Opens the camera into a video element and reads until stopped, for 20 s without a new code, or
 * until the page is hidden. Rejects with the browser's error, or the reader's.
 * @param {HTMLVideoElement} video
 * @param {{found: (text: string) => void, stopped: () => void, rests?: () => boolean}} listener
 * @returns {Promise<Lens>}
 */
export async function openLens(video, { found, stopped, rests = () => false }) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  const [track] = stream.getVideoTracks();
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE_PX, height: SIDE_PX });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  const isNew = memory();
  let lastNews = Date.now();
  let running = true;

  function stop() {
    if (!running) return;
    running = false;
    stream.getTracks().forEach((one) => one.stop());
    video.srcObject = null;
    document.removeEventListener('visibilitychange', stopIfHidden);
    stopped();
  }
  function stopIfHidden() {
    if (document.hidden) stop();
  }
  /** @param {import('./decoder.js').Decoder} decoder */
  async function look(decoder) {
    if (!running) return;
    const began = Date.now();
    if (rests()) lastNews = began;
    else if (video.videoWidth) await read(decoder);
    if (Date.now() - lastNews > STOP_MS) stop();
    else if (running) setTimeout(() => void look(decoder), Math.max(0, EVERY_MS - (Date.now() - began)));
  }
  /** @param {import('./decoder.js').Decoder} decoder */
  async function read(decoder) {
    const side = Math.min(video.videoWidth, video.videoHeight) * CENTRE;
    pen.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, SIDE_PX, SIDE_PX);
    const texts = await decoder.read(pen.getImageData(0, 0, SIDE_PX, SIDE_PX)).catch(() => []);
    for (const text of texts) {
      if (running && isNew(text)) {
        lastNews = Date.now();
        found(text);
      }
    }
  }

  document.addEventListener('visibilitychange', stopIfHidden);
  track.addEventListener('ended', stop);
  video.srcObject = stream;
  try {
    await video.play();
    const decoder = await openDecoder();
    lastNews = Date.now();
    void look(decoder);
  } catch (fault) {
    stop();
    throw fault;
  }
  const abilities = /** @type {any} */ (track.getCapabilities?.() ?? {});
  return {
    stop,
    hasTorch: Boolean(abilities.torch),
    torch: (on) => track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] })).catch(() => undefined),
  };
}

/** Says of a text whether it is news: a code that stays in the picture is told once. */
function memory() {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return (/** @type {string} */ text) => {
    const now = Date.now();
    const before = seen.get(text) ?? -FORGET_MS;
    seen.set(text, now);
    return now - before >= FORGET_MS;
  };
}
