// @ts-check
/** Pictures on the scan sheet: the camera where the address is secure, a photo everywhere. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { urlOf } from './api.js';
import { doubts, goodsOfCode, takeCode, withLabel } from './codes.js';
import { prefetchDecoder } from './decoder.js';
import { vibrate } from './feel.js';
import { hasCamera, openLens } from './lens.js';
import { band } from './parts.js';
import { NoPicture, readPhoto } from './photo.js';
import { repaint } from './screens.js';
import { choose } from './selling.js';
import { hush, tell } from './strip.js';

const MANY = 'fair-pos-scan-many';
const SENDING_MS = 15_000;

/** Fetches what reading needs, while nothing else is to do. */
export const prefetch = prefetchDecoder;

/**
 * @typedef {'none' | 'opening' | 'live' | 'stopped' | 'refused' | 'absent' | 'busy' | 'broken'} Camera
 */

/** What the browser calls it, and what it means. @type {Record<string, Camera>} */
const FAULTS = {
  NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'absent', OverconstrainedError: 'absent',
  NotReadableError: 'busy', AbortError: 'busy',
};

/** @param {HTMLElement} root of the sheet @param {() => boolean} rests while something lies over it */
export function pictureReader(root, rests) {
  /** @type {Camera} */
  let camera = hasCamera() ? 'opening' : 'none';
  /** @type {import('./lens.js').Lens | null} */
  let lens = null;
  let lit = false;
  let many = localStorage.getItem(MANY) === 'yes';
  let photo = '';
  let left = false;

  async function begin() {
    if (!hasCamera()) return;
    hush();
    camera = 'opening';
    repaint();
    const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
    root.querySelector('.lens')?.replaceChildren(video);
    try {
      const opened = await openLens(video, { found: (text) => void hit(text), stopped, rests });
      if (left) opened.stop();
      else lens = opened;
      if (lens) camera = 'live';
    } catch (fault) {
      camera = FAULTS[/** @type {Error} */ (fault).name] ?? 'broken';
    }
    repaint();
  }
  function stopped() {
    lens = null;
    lit = false;
    camera = 'stopped';
    repaint();
  }
  /** @param {string} text */
  async function hit(text) {
    const product = goodsOfCode(text);
    if (!product || !many || await doubts(text)) return name(await takeCode(text));
    name(product);
    choose(withLabel(product, text));
  }
  /** @param {any} product */
  function name(product) {
    if (!product) return;
    if (product.sold_by !== 'weight') tell(t('Added: {name}', { name: product.name }));
    vibrate(30);
  }
  /** @param {DOMStringMap} _ @param {HTMLElement} input */
  async function take(_, input) {
    const [file] = /** @type {HTMLInputElement} */ (input).files ?? [];
    if (!file) return;
    hush();
    photo = 'reading';
    repaint();
    const texts = await readPhoto(file, askServer).catch((fault) => {
      photo = fault instanceof NoPicture ? 'unread' : 'unreached';
      return null;
    });
    /** @type {HTMLInputElement} */ (input).value = '';
    if (left) return;
    if (texts) photo = texts.length ? '' : 'empty';
    repaint();
    if (texts?.length) await hit(texts.find(goodsOfCode) ?? texts[0]);
  }
  const shows = () => camera === 'opening' || camera === 'live';
  return {
    begin,
    markup: () => html`
      <div class="lens" data-key="lens" data-list ${!shows() && html`hidden`}></div>
      <div class="lens-words" role="status">${cameraWords(camera)}${photoWords(photo)}</div>
      <div class="two lens-keys">
        ${camera === 'stopped' && html`<button class="outlined" data-do="resume" data-key="resume">${icon('retry')}<span>${t('Scan on')}</span></button>`}
        ${lens?.hasTorch && html`<button class="outlined" data-do="light" data-key="light" aria-pressed="${lit}">${icon('eye')}<span>${lit ? t('Light off') : t('Light on')}</span></button>`}
        ${camera === 'live' && html`<button class="outlined" data-do="many" data-key="many" aria-pressed="${many}">${icon(many ? 'check' : 'list')}<span>${t('Several in a row')}</span></button>`}
        ${!shows() && html`<label class="outlined photo" data-key="photo">${icon('scan')}<span>${photo === 'reading' ? t('Reading the photo…') : t('Take a photo of the code')}</span>
          <input type="file" accept="image/*" capture="environment" data-input="take" aria-label="${t('Take a photo of the code')}" ${photo === 'reading' && html`disabled`}></label>`}
      </div>`,
    actions: {
      resume: begin,
      async light() {
        lit = !lit;
        await lens?.torch(lit);
        repaint();
      },
      many() {
        many = !many;
        localStorage.setItem(MANY, many ? 'yes' : 'no');
        repaint();
      },
      take,
    },
    closed() {
      left = true;
      lens?.stop();
    },
  };
}

/** The server reads what this browser cannot. @param {Blob} photo @returns {Promise<string[]>} */
async function askServer(photo) {
  const answer = await fetch(urlOf('/scan'), { method: 'POST', body: photo, signal: AbortSignal.timeout(SENDING_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).codes;
}

/** @param {Camera} camera */
function cameraWords(camera) {
  /** @type {Record<string, () => any>} */
  const words = {
    opening: () => html`<p class="quiet-words">${t('Opening the camera…')}</p>`,
    live: () => html`<p class="quiet-words">${t('Put the code in the frame')}</p>`,
    stopped: () => band('plain', 'clock', t('The camera is resting.')),
    refused: () => band('wait', 'warn', t('Camera not allowed. Allow it in the browser’s settings for this page, or take a photo.')),
    absent: () => band('wait', 'warn', t('No camera on this device. Type the code or use a scanner.')),
    busy: () => band('wait', 'warn', t('Another app holds the camera. Close it, then open this page again, or take a photo.')),
    broken: () => band('wait', 'warn', t('The camera cannot read codes now. Take a photo or type the code.')),
  };
  return words[camera]?.();
}

/** @param {string} photo */
function photoWords(photo) {
  /** @type {Record<string, () => any>} */
  const words = {
    empty: () => band('fault', 'warn', t('No code in the photo. Go closer, more light, the white border in the picture.')),
    unread: () => band('fault', 'warn', t('The photo cannot be opened. Take another one.')),
    unreached: () => band('fault', 'warn', t('The photo could not be read here or at the server. Type the code.')),
  };
  return words[photo]?.();
}
