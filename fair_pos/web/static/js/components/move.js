// @ts-check
/** Moves this device's till: first whether the new address opens here, then the code, then there. */

import { trustFromOutside } from './trust.js';

const page = /** @type {HTMLElement} */ (document.querySelector('[data-secure]'));
const { secure = '', plain = '' } = page.dataset;

page.querySelector('button')?.addEventListener('click', move);
void move();

async function move() {
  say('asking');
  const answer = await trustFromOutside(secure, plain);
  if (answer !== 'trusted') say(answer);
  else await go().catch(() => say('unreached'));
}

async function go() {
  const response = await fetch('/api/v1/till/move', { method: 'POST' });
  const answer = await response.json();
  if (response.ok) {
    location.replace(answer.url);
    return;
  }
  const words = page.querySelector('[data-words]');
  if (words) words.textContent = answer.message;
  say('refused');
}

/** @param {string} answer */
function say(answer) {
  for (const words of page.querySelectorAll('[data-answer]')) {
    if (words instanceof HTMLElement) words.hidden = words.dataset.answer !== answer;
  }
}
