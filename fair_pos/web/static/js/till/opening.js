// @ts-check
/** Opens the shift: the float in the box, counted before the first sale. */

import { t } from './texts.js';
import { ask, happened } from './ask.js';
import { html } from './html.js';
import { newId } from './ids.js';
import { formatVnd, readAmount, typeKey } from './money.js';
import { pad, padKey } from './pad.js';
import { band, primary, vnd } from './parts.js';
import { setShift } from './people.js';
import { printLine } from './printline.js';
import { repaint, show } from './screens.js';
import { shortName, state } from './state.js';
import { tell } from './strip.js';
import { factOf, read } from './store.js';
import { refresh } from './catalogue.js';

const LOOK_MS = 3000;
const QUICK = [200_000, 500_000, 1_000_000];

/** @param {string} [closed] the shift whose hand-over sheet is being printed */
export function opening(closed = '') {
  const line = closed ? printLine(t('Hand-over sheet'), closed, null) : null;
  let typed = '';
  let saving = false;
  let fault = '';
  const amount = () => readAmount(typed) ?? 0;
  /** @param {string} sign */
  function press(sign) {
    typed = typeKey(typed, sign);
    repaint();
  }
  async function openShift() {
    if (saving) return;
    saving = true;
    repaint();
    fault = await open(amount()).catch(() => t('The device cannot write.'));
    saving = false;
    if (fault) repaint();
  }
  return {
    markup: () => html`<div class="opening">
      <h1>${t('Opening float')}</h1>
      <p class="quiet-words">${t('Booth {code}', { code: state.catalogue.booth.code })} · ${shortName(state.person)}</p>
      <div class="card due"><strong class="fig-44">${vnd(amount())}</strong></div>
      <div class="quick">${QUICK.map((one) => html`<button class="outlined ${one === amount() && 'chosen'}" data-do="quick" data-vnd="${one}">${formatVnd(one)}</button>`)}</div>
      ${line?.markup()}
      <div class="grow"></div>
      ${fault && band('fault', 'warn', fault)}
      ${pad('000')}
      ${primary('start', saving ? t('Saving…') : t('Open shift'), { icon: 'check', off: saving })}
    </div>`,
    actions: {
      key: (/** @type {DOMStringMap} */ { sign }) => press(sign ?? ''),
      quick(/** @type {DOMStringMap} */ data) {
        typed = data.vnd ?? '';
        repaint();
      },
      start: openShift,
      print: () => line?.print(),
    },
    closed: () => line?.closed(),
    key: (/** @type {KeyboardEvent} */ event) => padKey(event, press),
  };
}

/** Empty when a shift is open now; else the server's refusal. @param {number} floatVnd @returns {Promise<string>} */
async function open(floatVnd) {
  const other = await read('meta', 'shift');
  if (other) {
    await begin(other);
    return '';
  }
  const shift = { id: newId(), opened_at: new Date().toISOString(), float_vnd: floatVnd };
  const fact = { id: shift.id, path: '/shifts', body: { ...shift, person_id: state.person.id } };
  const said = await ask(fact);
  if (said.state === 'refused') {
    await refresh();
    if (!state.catalogue.shift) return said.answer.message;
    await begin(state.catalogue.shift);
    tell(said.answer.message, 'wait');
    return '';
  }
  if (said.state === 'silent') await happened(fact);
  await begin(said.answer?.shift ?? { ...shift, number: null });
  return '';
}

/** @param {any} shift */
async function begin(shift) {
  await setShift(shift);
  await show('selling');
  void numberOfShift();
}

/** Looks now and then whether the server has given the open shift its number. */
export async function numberOfShift() {
  if (!state.shift || state.shift.number) return;
  const fact = await factOf(state.shift.id);
  if (fact?.state !== 'sent') {
    setTimeout(numberOfShift, LOOK_MS);
    return;
  }
  await setShift(fact.answer.shift);
  repaint();
}
