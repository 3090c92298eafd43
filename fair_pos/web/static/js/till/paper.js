// @ts-check
/** Draws a receipt on the device, 576 dots wide, when the server's own picture cannot be had. */

import { dotsOf } from './logo.js';
import { qrModules } from './qr.js';
import { slipOf } from './slip.js';
import { state } from './state.js';

const WIDTH = 576;
const MARGIN = 12;
const INSIDE = WIDTH - 2 * MARGIN;
const TALLEST = 12_000;
const EDGE = 6;
const SIZES = { small: 22, body: 24, large: 34, total: 40, title: 44 };
const FONT = '"Noto Sans", Roboto, system-ui, sans-serif';
const INDENT = 24;
const APART = 16;
const MODULE = 6;
const QUIET = 4;

/** @typedef {{pen: CanvasRenderingContext2D, top: number}} Paper */
/** @typedef {{left: number, width: number}} Column */

const WHOLE = { left: MARGIN, width: INSIDE };

/**
 * The picture of a document's paper.
 * @param {any} it a document in the form of the books
 * @returns {Promise<Blob>}
 */
export async function drawPaper(it) {
  const paper = { pen: sheet(TALLEST), top: EDGE };
  for (const block of slipOf(it, headingOf(it))) {
    if (block.kind === 'text') text(paper, block, WHOLE);
    else if (block.kind === 'row') row(paper, block);
    else if (block.kind === 'rule') rule(paper);
    else if (block.kind === 'gap') paper.top += 8;
    else if (block.kind === 'boxed') boxed(paper, block.text);
    else if (block.kind === 'picture') await dotsOf(block.name).then((logo) => picture(paper, logo)).catch(() => null);
    else code(paper, block, await qrModules(block.payload));
  }
  return cut(paper);
}

/** Who sold where, as this device knows it. @param {any} it @returns {import('./slip.js').Heading} */
function headingOf(it) {
  const { venue, booth, exhibitors, staff, receipt } = state.catalogue;
  const cashier = staff.find((/** @type {any} */ one) => one.id === it.cashier_id);
  return {
    venue: venue.name,
    exhibitor: exhibitors[0]?.name ?? `Gian ${booth.code}`,
    taxCode: exhibitors[0]?.tax_code ?? '',
    place: booth.place,
    cashier: cashier?.full_name ?? '',
    shift: it.shift_id === state.shift?.id ? state.shift.number : null,
    address: receipt.base_url,
    layout: receipt.layout,
  };
}

/** A white paper with its pen. @param {number} height */
function sheet(height) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = height;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, height);
  pen.fillStyle = '#000';
  return pen;
}

/** @param {Paper} paper @returns {Promise<Blob>} */
function cut(paper) {
  const end = sheet(paper.top + EDGE).canvas;
  end.getContext('2d')?.drawImage(paper.pen.canvas, 0, 0);
  return new Promise((resolve, reject) => {
    end.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

/** Sets the face; the rows from one line to the next. @param {Paper} paper @param {{size?: string, bold?: boolean}} block */
function face({ pen }, { size = 'body', bold = false }) {
  const dots = SIZES[/** @type {'body'} */ (size)];
  pen.font = `${bold ? 700 : 400} ${dots}px ${FONT}`;
  return { ascent: Math.round(dots * 1.1), pitch: Math.floor((dots * 17) / 12) };
}

/** @param {Paper} paper @param {import('./slip.js').Text} block @param {Column} column */
function text(paper, block, { left, width }) {
  const { ascent, pitch } = face(paper, block);
  const stars = block.stars ? `\u00a0${'★'.repeat(block.stars)}` : '';
  for (const line of wrap(paper.pen, block.text + stars, width)) {
    const free = block.center ? (width - paper.pen.measureText(line).width) / 2 : 0;
    paper.pen.fillText(line, left + free, paper.top + ascent);
    paper.top += pitch;
  }
}

/** The amount moves under its label where it does not fit. @param {Paper} paper @param {import('./slip.js').Row} block */
function row(paper, block) {
  const { ascent, pitch } = face(paper, block);
  const { pen } = paper;
  const indent = block.indent ? INDENT : 0;
  const labels = wrap(pen, block.left, INSIDE - indent);
  for (const label of labels) {
    pen.fillText(label, MARGIN + indent, paper.top + ascent);
    paper.top += pitch;
  }
  const amount = pen.measureText(block.right).width;
  const taken = indent + pen.measureText(labels.at(-1) ?? '').width;
  if (taken + APART + amount <= INSIDE) paper.top -= pitch;
  pen.fillText(block.right, WIDTH - MARGIN - amount, paper.top + ascent);
  paper.top += pitch;
}

/** @param {Paper} paper @param {import('./logo.js').Logo} logo */
function picture(paper, logo) {
  const rows = atob(logo.dots);
  const left = (WIDTH - 8 * logo.width_bytes) / 2;
  for (let at = 0; at < 8 * rows.length; at += 1) {
    const x = at % (8 * logo.width_bytes);
    const isBlack = rows.charCodeAt(at >> 3) & (128 >> (at & 7));
    if (isBlack) paper.pen.fillRect(left + x, paper.top + (at - x) / (8 * logo.width_bytes), 1, 1);
  }
  paper.top += rows.length / logo.width_bytes + EDGE;
}

/** @param {Paper} paper */
function rule(paper) {
  for (let left = MARGIN; left < WIDTH - MARGIN; left += 11) {
    paper.pen.fillRect(left, paper.top + 10, Math.min(7, WIDTH - MARGIN - left), 2);
  }
  paper.top += 22;
}

/** @param {Paper} paper @param {string} words */
function boxed(paper, words) {
  const top = paper.top + 8;
  paper.top = top + 5;
  text(paper, { kind: 'text', text: words, bold: true, center: true }, { left: MARGIN + 10, width: INSIDE - 20 });
  paper.top += 5;
  paper.pen.lineWidth = 2;
  paper.pen.strokeRect(MARGIN + 1, top + 1, INSIDE - 2, paper.top - top - 2);
  paper.top += 4;
}

/** @param {Paper} paper @param {{lines: import('./slip.js').Text[]}} block @param {boolean[][]} rows */
function code(paper, { lines }, rows) {
  const outer = (rows.length + 2 * QUIET) * MODULE;
  const quiet = QUIET * MODULE;
  rows.forEach((modules, y) => modules.forEach((dark, x) => {
    if (dark) paper.pen.fillRect(MARGIN + quiet + x * MODULE, paper.top + quiet + y * MODULE, MODULE, MODULE);
  }));
  const { top } = paper;
  paper.top += Math.max((outer - lines.length * face(paper, {}).pitch) / 2, 0);
  for (const line of lines) text(paper, line, { left: MARGIN + outer + APART, width: INSIDE - outer - APART });
  paper.top = Math.max(paper.top, top + outer);
}

/** Lines that fit: broken at spaces, a too long word anywhere. @param {CanvasRenderingContext2D} pen @param {string} words @param {number} width */
function wrap(pen, words, width) {
  const fits = (/** @type {string} */ line) => pen.measureText(line).width <= width;
  const lines = [''];
  for (const word of words.split(' ')) {
    const last = lines.length - 1;
    const longer = lines[last] ? `${lines[last]} ${word}` : word;
    if (fits(longer)) lines[last] = longer;
    else lines.splice(lines[last] ? lines.length : last, lines[last] ? 0 : 1, ...pieces(word, fits));
  }
  return lines;
}

/** @param {string} word @param {(piece: string) => boolean} fits */
function pieces(word, fits) {
  const found = [''];
  for (const sign of word) {
    if (fits((found.at(-1) ?? '') + sign)) found[found.length - 1] += sign;
    else found.push(sign);
  }
  return found;
}
