// @ts-check
/** What a test label shows of a scanner: right, no Enter, a Vietnamese keyboard, another layout. Pure. */

import { withKey } from './scanner.js';

/** Letters that Telex (AA, FAI…R) and VNI (A1) both change, then a label's code. */
export const TEST_TEXT = 'HTTPS://FAIR-AA1.EXAMPLE/P/B4K7R2XQ96';

/** @typedef {{code: string, key: string, shiftKey?: boolean, isComposing?: boolean, timeStamp: number}} Key */

/** What the keys say: by their place on a US keyboard, and as the device understood them. @param {Key[]} keys */
export function received(keys) {
  const byKey = keys.reduce((text, { key }) => (key === 'Backspace' ? text.slice(0, -1) : key.length === 1 ? text + key : text), '');
  return { byCode: keys.reduce(withKey, ''), byKey };
}

/**
 * @param {Key[]} keys without the last one
 * @param {string} end the key that ended it, empty when none came
 * @returns {'vietnamese' | 'layout' | 'short' | 'no-enter' | 'right'}
 */
export function judge(keys, end) {
  const { byCode, byKey } = received(keys);
  if (keys.some(isVietnamese)) return 'vietnamese';
  const texts = [byCode, byKey].map((text) => text.toUpperCase());
  if (texts.some((text) => text !== TEST_TEXT)) return byCode.length === TEST_TEXT.length ? 'layout' : 'short';
  return end ? 'right' : 'no-enter';
}

/** Milliseconds from key to key, the middle one; 0 for fewer than two. @param {Key[]} keys */
export function pace(keys) {
  const gaps = keys.slice(1).map((key, at) => key.timeStamp - keys[at].timeStamp).sort((one, other) => one - other);
  return Math.round(gaps[gaps.length >> 1] ?? 0);
}

/** A method of input takes signs back, sends letters without a key, or says that it composes. @param {Key} key */
function isVietnamese({ code, key, isComposing }) {
  return key === 'Backspace' || key === 'Process' || Boolean(isComposing) || (code === '' && key.length === 1) || /[^\x00-\x7f]/.test(key);
}
