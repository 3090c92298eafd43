// @ts-check
/** The other tabs of this till: two do no harm; it is said all the same. */

import { tell } from './strip.js';
import { t } from './texts.js';

const channel = new BroadcastChannel('fair-pos-till');

/** @param {'here?' | 'here' | 'sent' | 'people'} words */
export function sayToTabs(words) {
  channel.postMessage(words);
}

/** @param {() => void} sent another tab sent something @param {() => void} people it changed seller or shift */
export function watchOtherTabs(sent, people) {
  channel.onmessage = ({ data }) => {
    if (data === 'sent') sent();
    else if (data === 'people') people();
    else tell(t('This till is open in another tab'), 'wait');
    if (data === 'here?') sayToTabs('here');
  };
  sayToTabs('here?');
}
