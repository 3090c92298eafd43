// @ts-check
/** The picture of a receipt: the server's, or drawn here; shown, shared, saved. */

import { getBlob } from './api.js';
import { inTime } from './ask.js';
import { drawPaper } from './paper.js';
import { tell } from './strip.js';
import { t } from './texts.js';

const KEPT_MS = 60_000;

/** Hands the picture to the phone's share sheet, or saves it. @param {any} it a document in the form of the books */
export async function sendPicture(it) {
  const picture = await pictureOf(it).catch(() => null);
  if (!picture) {
    tell(t('The picture cannot be made here. Print it when the network is back.'), 'wait');
    return;
  }
  const file = new File([picture], `${it.number}.png`, { type: 'image/png' });
  if (navigator.canShare?.({ files: [file] })) {
    await navigator.share({ files: [file] }).catch(() => null);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

/** @param {any} it @returns {Promise<Blob>} */
async function pictureOf(it) {
  if (it.waiting || it.refused) return drawPaper(it);
  return inTime(getBlob(`/sales/${it.id}/receipt.png`)).catch(() => drawPaper(it));
}
