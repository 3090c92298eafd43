// @ts-check
/** The server does not know this device: what to do, and what is still kept here. */

import { t } from './texts.js';
import { html, icon } from './html.js';
import { moved } from './moving.js';
import { state } from './state.js';
import { exportUnsent } from './unsentfile.js';

export async function unknown() {
  return (await moved()) ?? {
    markup: () => html`<div class="plain-screen">${icon('scan')}<h1>${t('Device not enrolled. Scan the code.')}</h1>
      ${state.waiting > 0 && html`<p>${t('{n} sales are kept on this device. They are sent once it is enrolled at the same booth.', { n: state.waiting })}</p>
        <button class="outlined" data-do="export">${icon('send')}<span>${t('Export unsent sales')}</span></button>`}</div>`,
    actions: { export: exportUnsent },
  };
}
