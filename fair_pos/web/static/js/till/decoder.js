// @ts-check
/** Texts of the codes in a picture: by the phone's own reader, else by ours in a worker. */

import { staticUrl } from './statics.js';

const NATIVE_FORMATS = ['qr_code', 'data_matrix', 'ean_13', 'ean_8', 'upc_a', 'code_128', 'itf'];
const START_MS = 20_000;
const VENDOR = 'vendor/zxing-wasm-3.1.4/';

/** @typedef {{read: (picture: ImageData) => Promise<string[]>}} Decoder */

/** @type {Promise<Decoder> | null} */
let opening = null;

/** The reader of this device, opened once. @returns {Promise<Decoder>} */
export function openDecoder() {
  opening ??= nativeDecoder().then((found) => found ?? workerDecoder());
  opening.catch(() => {
    opening = null;
  });
  return opening;
}

/** It may be there without any format, or throw when it is used: both mean that it is not. @returns {Promise<Decoder | null>} */
async function nativeDecoder() {
  try {
    const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
    const known = await Detector.getSupportedFormats();
    const formats = NATIVE_FORMATS.filter((format) => known.includes(format));
    if (!formats.includes('qr_code')) return null;
    const detector = new Detector({ formats });
    await detector.detect(new ImageData(8, 8));
    return { read: async (picture) => (await detector.detect(picture)).map((/** @type {any} */ one) => one.rawValue) };
  } catch {
    return null;
  }
}

/** @returns {Promise<Decoder>} */
function workerDecoder() {
  // beside this file, so below /till: only there does the service worker answer it without a network
  const worker = new Worker(new URL('decodeworker.js', import.meta.url), { type: 'module', name: staticUrl(VENDOR) });
  /** @type {Map<number, {resolve: (texts: string[]) => void, reject: (fault: Error) => void}>} */
  const asked = new Map();
  let last = 0;
  let alive = true;
  /** @param {string} words */
  const fail = (words) => {
    alive = false;
    worker.terminate();
    asked.forEach(({ reject }) => reject(new Error(words)));
    asked.clear();
    opening = null;
  };
  worker.onmessage = ({ data }) => {
    const waiting = asked.get(data.id);
    asked.delete(data.id);
    if (data.fault) waiting?.reject(new Error(data.fault));
    else waiting?.resolve(data.texts);
  };
  worker.onerror = () => fail('the reader did not start');
  const answer = (/** @type {number} */ id) => new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
  const decoder = {
    read: (/** @type {ImageData} */ picture) => {
      if (!alive) return Promise.reject(new Error('the reader stopped'));
      last += 1;
      worker.postMessage({ id: last, picture }, [picture.data.buffer]);
      return answer(last);
    },
  };
  const late = setTimeout(() => fail('the reader did not start in time'), START_MS);
  return answer(0).then(
    () => decoder,
    (fault) => {
      fail('the reader did not start');
      throw fault;
    },
  ).finally(() => clearTimeout(late));
}

/** Files of our own reader, to have them before the network goes; none where the phone has its own. */
export async function prefetchDecoder() {
  if (await nativeDecoder()) return;
  const files = ['share.js', 'reader/index.js', 'reader/zxing_reader.wasm'];
  for (const file of files) await fetch(staticUrl(VENDOR + file), /** @type {RequestInit} */ ({ priority: 'low' }));
}
