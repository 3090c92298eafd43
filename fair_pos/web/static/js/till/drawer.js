// @ts-check
/** The cash drawer: opened by hand with a reason and a leader's PIN; a word when it stays shut. */

import { t } from './texts.js';
import { Refused, get, post } from './api.js';
import { inTime } from './ask.js';
import { html } from './html.js';
import { newId } from './ids.js';
import { band, primary } from './parts.js';
import { forgetPin, rememberPin } from './pinkeeper.js';
import { drawerWords } from './printline.js';
import { reasonField } from './reason.js';
import { close, open, repaint } from './screens.js';
import { state } from './state.js';
import { tell } from './strip.js';

const LOOK_MS = 1000;
const LOOKS_MAX = 8;

/** Opens the drawer now or not at all: what comes later opens in front of nobody. */
export function openbox() {
  const id = newId();
  const reason = reasonField(t('Reason'), [t('to give change'), t('to put notes away'), t('wrong change given')]);
  let fault = '';
  let busy = false;
  /** @param {string} wrong what was wrong with the PIN before */
  function askPin(wrong) {
    void open('approve', t('Booth lead’s PIN needed.'), give, wrong);
  }
  /** @param {{person_id: string, pin: string}} approval */
  async function give(approval) {
    busy = true;
    repaint();
    try {
      await inTime(post('/drawer', { id, reason: reason.words(), approval }));
      void rememberPin(approval.person_id, approval.pin);
      close();
      tell(t('Opening the cash drawer'), 'wait');
      void watchDrawer(id, t('The cash drawer is open'));
    } catch (error) {
      if (!(error instanceof Refused)) fault = t('Server not reached. Open the drawer with its key.');
      else if (error.code === 'wrong_pin') {
        await forgetPin(approval.person_id);
        askPin(error.message);
      } else fault = error.message;
    }
    busy = false;
    repaint();
  }
  return {
    title: t('Open the cash drawer'),
    markup: () => html`${fault && band('fault', 'warn', fault)}
      ${reason.markup()}
      <div class="grow"></div>
      ${primary('confirm', t('Open the cash drawer'), { icon: 'lock', off: busy || !reason.words() })}`,
    actions: {
      ...reason.actions,
      confirm() {
        fault = '';
        if (!busy && reason.words()) askPin('');
      },
    },
  };
}

/**
 * Tells when the drawer stays shut; where none hangs or the server is away it never was asked.
 * @param {string} id of the refund, the cash move or the order @param {string} [done] told when it opened
 */
export async function watchDrawer(id, done = '') {
  if (!state.catalogue.printer?.drawer) return;
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const drawer = await get(`/drawer/${id}`).catch(() => undefined);
    if (drawer?.state === 'failed') tell(drawerWords(drawer), 'fault');
    if (drawer?.state === 'opened' && done) tell(done);
    if (drawer?.state === 'failed' || drawer?.state === 'opened') return;
  }
}
