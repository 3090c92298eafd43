// @ts-check
/** The last step of /cai-dat: whether this device trusts the fair's certificate, in words. */

import { trustFromInside, trustFromOutside } from './trust.js';

const check = /** @type {HTMLElement} */ (document.querySelector('[data-secure]'));
const { secure = '', plain = '' } = check.dataset;
const isInside = location.origin === secure;
const HERE = '#kiem-tra';

check.querySelector('button')?.addEventListener('click', ask);
if (isInside && location.hash === HERE) void ask();

async function ask() {
  say('asking');
  const answer = isInside ? await trustFromInside() : await trustFromOutside(secure, plain);
  if (answer === 'trusted' && !isInside) location.href = `${secure}/cai-dat${HERE}`;
  else say(answer);
}

/** @param {string} answer */
function say(answer) {
  for (const words of check.querySelectorAll('[data-answer]')) {
    if (words instanceof HTMLElement) words.hidden = words.dataset.answer !== answer;
  }
}
