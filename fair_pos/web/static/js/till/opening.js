// @ts-check
/** Opens the shift: the float in the box, counted before the first sale. */

import { t } from './texts.js';
import { html } from './html.js';
import { newId } from './ids.js';
import { formatVnd, readAmount, typeKey } from './money.js';
import { sendNow, tellServer } from './outbox.js';
import { pad, padKey } from './pad.js';
import { primary, vnd } from './parts.js';
import { repaint, show } from './screens.js';
import { shortName, state } from './state.js';
import { write } from './store.js';
import { refresh } from './catalogue.js';

const QUICK = [200_000, 500_000, 1_000_000];

export function opening() {
  let typed = '';
  let saving = false;
  const amount = () => readAmount(typed) ?? 0;
  /** @param {string} sign */
  function press(sign) {
    typed = typeKey(typed, sign);
    repaint();
  }
  async function openShift() {
    if (saving) return;
    saving = true;
    await open(amount());
  }
  return {
    markup: () => html`<div class="opening">
      <h1>${t('Opening float')}</h1>
      <p class="quiet-words">${t('Booth {code}', { code: state.catalogue.booth.code })} · ${shortName(state.person)}</p>
      <div class="card due"><strong class="fig-44">${vnd(amount())}</strong></div>
      <div class="quick">${QUICK.map((one) => html`<button class="outlined ${one === amount() && 'chosen'}" data-do="quick" data-vnd="${one}">${formatVnd(one)}</button>`)}</div>
      <div class="grow"></div>
      ${pad('000')}
      ${primary('start', t('Open shift'), { icon: 'check' })}
    </div>`,
    actions: {
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
      quick(/** @type {DOMStringMap} */ data) {
        typed = data.vnd ?? '';
        repaint();
      },
      start: openShift,
    },
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/** @param {number} floatVnd */
async function open(floatVnd) {
  const shift = { id: newId(), opened_at: new Date().toISOString(), float_vnd: floatVnd };
  await tellServer({ id: shift.id, path: '/shifts', body: shift });
  state.shift = { ...shift, number: null };
  await write('meta', state.shift, 'shift');
  await show('selling');
  const fact = await sendNow(shift.id);
  if (fact?.state === 'refused') await refresh();
  if (fact?.state === 'sent') state.shift = fact.answer.shift;
  await write('meta', state.shift, 'shift');
  repaint();
}
