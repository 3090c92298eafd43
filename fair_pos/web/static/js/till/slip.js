// @ts-check
/** What a receipt says, block by block, as fair_pos/checkout/receipt.py lays it out. Pure. */

import { formatVnd, formatVndUnit } from './money.js';
import { formatQuantity, formatWeight } from './quantity.js';

/**
 * @typedef {{kind: 'text', text: string, size?: string, bold?: boolean, center?: boolean, stars?: number}} Text
 * @typedef {{kind: 'row', left: string, right: string, size?: string, bold?: boolean, indent?: boolean}} Row
 * @typedef {Text | Row | {kind: 'picture', name: string} | {kind: 'rule'} | {kind: 'gap'} | {kind: 'boxed', text: string} | {kind: 'code', payload: string, lines: Text[]}} Block
 *
 * @typedef {object} Heading
 * @property {string} venue
 * @property {string} exhibitor
 * @property {string} taxCode
 * @property {string} place
 * @property {string} cashier
 * @property {number | null} shift
 * @property {string} address of the server, where receipts open under /R/
 * @property {Layout} [layout] nothing, while this device has the goods of an earlier version
 *
 * @typedef {{heading?: string[], shop_name?: string, logo?: string, footer?: string[], hidden?: string[]}} Layout
 */

const NOT_AN_INVOICE = 'Phiếu tính tiền – không phải hóa đơn';
const TITLES = { sale: 'PHIẾU TÍNH TIỀN', refund: 'PHIẾU TRẢ HÀNG', void: 'PHIẾU HỦY ĐƠN' };
const TAKEN = { cash: 'Tiền mặt', vietqr: 'VietQR đã nhận', other: 'Khác' };
const GIVEN = { cash: 'tiền mặt', vietqr: 'chuyển khoản', other: 'cách khác' };
/** @type {Block} */
const RULE = { kind: 'rule' };

/**
 * The paper of a document, in Vietnamese as the customers read it.
 * @param {any} document in the form of the books
 * @param {Heading} heading
 * @returns {Block[]}
 */
export function slipOf(document, heading) {
  const lines = document.lines.flatMap(lineBlocks);
  return [...head(document, heading), RULE, ...lines, RULE, ...sums(document), ...document.payments.flatMap(paidOf(document)), RULE, ...foot(document, heading)];
}

/** @param {any} it @param {Heading} heading @returns {Block[]} */
function head(it, heading) {
  const { logo, heading: lines = [], shop_name: shop } = heading.layout ?? {};
  return [
    ...when(logo, { kind: 'picture', name: logo ?? '' }),
    ...(lines.length ? lines : [heading.venue]).map(centred),
    { kind: 'text', text: shop || heading.exhibitor, size: 'large', bold: true, center: true },
    centred(heading.place),
    ...when(heading.taxCode && shows(heading, 'tax_code'), { kind: 'text', text: `MST ${heading.taxCode}`, center: true }),
    { kind: 'text', text: TITLES[/** @type {'sale'} */ (it.kind)], size: 'title', bold: true, center: true },
    { kind: 'row', left: `Số ${it.number}`, right: `${dayText(it.sold_at)} ${timeText(it.sold_at)}`, bold: true },
    ...when(it.kind !== 'sale', { kind: 'text', text: `Lý do: ${it.reason}` }),
    ...seller(heading),
  ];
}

/** @param {Heading} heading @returns {Block[]} */
function seller(heading) {
  const left = shows(heading, 'cashier') ? `Người bán: ${heading.cashier}` : '';
  const right = heading.shift && shows(heading, 'shift') ? `Ca ${heading.shift}` : '';
  return when(left || right, { kind: 'row', left, right });
}

/** Whether the layout leaves a part on the paper. @param {Heading} heading @param {string} part */
function shows(heading, part) {
  return !heading.layout?.hidden?.includes(part);
}

/** @param {any} line @returns {Block[]} */
function lineBlocks(line) {
  const written = line.sold_by === 'weight' ? formatWeight : formatQuantity;
  const quantity = `${written(line.quantity_milli)} ${line.unit}`.trim();
  return [
    { kind: 'text', text: line.name, bold: true, stars: line.stars ?? 0 },
    { kind: 'row', left: `${quantity} × ${formatVnd(line.unit_price_vnd)}`, right: formatVnd(line.gross_vnd), indent: true },
    ...when(line.line_discount_vnd, { kind: 'row', left: line.line_discount_text || 'Giảm giá', right: formatVnd(-line.line_discount_vnd), indent: true }),
    ...when(line.note, { kind: 'text', text: `  (${line.note})` }),
  ];
}

/** @param {any} it @returns {Block[]} */
function sums(it) {
  return [
    ...when(it.discount_vnd, { kind: 'row', left: 'Tạm tính', right: formatVnd(it.subtotal_vnd) }),
    ...when(it.discount_vnd, { kind: 'row', left: 'Giảm giá', right: formatVnd(-it.discount_vnd) }),
    { kind: 'row', left: 'Tổng cộng', right: formatVndUnit(it.total_vnd), size: 'total', bold: true },
  ];
}

/** @param {any} it @returns {(paid: any) => Block[]} */
function paidOf(it) {
  return (paid) => {
    const means = /** @type {'cash'} */ (paid.means);
    if (it.kind !== 'sale') return [{ kind: 'row', left: `Trả lại khách, ${GIVEN[means]}`, right: formatVnd(-paid.amount_vnd), bold: true }];
    if (means !== 'cash' || paid.tendered_vnd === null) return [{ kind: 'row', left: TAKEN[means], right: formatVnd(paid.amount_vnd) }];
    return [
      { kind: 'row', left: 'Khách đưa tiền mặt', right: formatVnd(paid.tendered_vnd) },
      { kind: 'row', left: 'Trả lại khách', right: formatVnd(paid.change_vnd ?? 0), bold: true },
    ];
  };
}

/** @param {any} it @param {Heading} heading @returns {Block[]} */
function foot(it, heading) {
  const footer = (heading.layout?.footer ?? []).map(centred);
  const code = it.public_code;
  const half = Math.floor((code.length + 1) / 2);
  const hasStars = it.kind === 'sale' && it.lines.some((/** @type {any} */ line) => line.stars);
  return [
    ...when(hasStars && shows(heading, 'stars_note'), { kind: 'text', text: `★ Sản phẩm OCOP còn hạn sao ngày ${dayText(it.sold_at)}`, size: 'small' }),
    {
      kind: 'code',
      payload: `${heading.address}/R/${code}`.toUpperCase(),
      lines: [
        { kind: 'text', text: 'Quét để xem lại phiếu', bold: true },
        { kind: 'text', text: 'Mã kiểm tra' },
        { kind: 'text', text: `${code.slice(0, half)} ${code.slice(half)}`, bold: true },
        .../** @type {Text[]} */ (when(shows(heading, 'thanks'), { kind: 'text', text: 'Cảm ơn quý khách!' })),
      ],
    },
    ...when(footer.length, { kind: 'gap' }),
    ...footer,
    { kind: 'gap' },
    { kind: 'boxed', text: NOT_AN_INVOICE },
  ];
}

/** @param {string} text @returns {Block} */
function centred(text) {
  return { kind: 'text', text, center: true };
}

/** @param {unknown} holds @param {Block} block @returns {Block[]} */
function when(holds, block) {
  return holds ? [block] : [];
}

/** `21/11/2026` on Vietnamese clocks. @param {string} at */
function dayText(at) {
  const day = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(at));
  return day.split('-').reverse().join('/');
}

/** `10:42` on Vietnamese clocks. @param {string} at */
function timeText(at) {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(at));
}
