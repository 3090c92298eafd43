// @ts-check
/** Cash put into the box or taken out of it, with its reason. */

import { t } from './texts.js';
import { watchDrawer } from './drawer.js';
import { html } from './html.js';
import { newId } from './ids.js';
import { readAmount, typeKey } from './money.js';
import { tellServer } from './outbox.js';
import { pad, padKey } from './pad.js';
import { primary, vnd } from './parts.js';
import { reasonField } from './reason.js';
import { close, repaint } from './screens.js';
import { state } from './state.js';
import { tell } from './strip.js';

/** @param {1 | -1} sign in or out */
export function cashmove(sign) {
  const id = newId();
  let typed = '';
  const reason = reasonField(t('Reason'));
  let saving = false;
  const amount = () => readAmount(typed) ?? 0;
  const title = sign > 0 ? t('Cash in') : t('Cash out');
  const isReady = () => amount() > 0 && Boolean(reason.words());
  /** @param {string} key */
  function press(key) {
    typed = typeKey(typed, key);
    repaint();
  }
  async function confirm() {
    if (saving || !isReady()) return;
    saving = true;
    const body = { id, amount_vnd: sign * amount(), reason: reason.words(), moved_at: new Date().toISOString(), person_id: state.person.id, happened: true };
    try {
      await tellServer({ id, path: `/shifts/${state.shift.id}/cash`, body });
      close();
      void watchDrawer(id);
      tell(t('Saved on this device, will be sent'));
    } catch {
      saving = false;
      tell(t('The device cannot write.'), 'fault');
    }
  }
  return {
    title,
    markup: () => html`<p class="due"><span>${title}</span><strong class="fig-28">${vnd(amount())}</strong></p>
      ${reason.markup()}
      <div class="grow"></div>${pad('000')}
      ${primary('confirm', title, { icon: 'check', off: !isReady() })}`,
    actions: {
      key: (/** @type {DOMStringMap} */ data) => press(data.sign ?? ''),
      ...reason.actions,
      confirm,
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}
