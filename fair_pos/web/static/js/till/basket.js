// @ts-check
/** The basket as a value: every change gives a new basket, the old one stays for undo. */

export { price, refundAmount } from './totals.js';
import { ONE } from './quantity.js';

/**
 * @typedef {{kind: 'percent', percent_milli: number} | {kind: 'amount', amount_vnd: number}} Discount
 *
 * @typedef {object} Product what the till knows of goods
 * @property {string} product_id
 * @property {string} name
 * @property {string} unit
 * @property {'piece' | 'weight'} sold_by
 * @property {number} price_vnd
 * @property {string} [label] the code of the single label that was scanned
 *
 * @typedef {object} Line
 * @property {number} key
 * @property {string} product_id
 * @property {string} name
 * @property {string} unit
 * @property {'piece' | 'weight'} sold_by
 * @property {number} quantity_milli
 * @property {number} unit_price_vnd
 * @property {number} list_price_vnd
 * @property {Discount | null} discount
 * @property {string} note
 * @property {readonly string[]} [labels] codes of single labels, at most one a piece or weighing
 *
 * @typedef {object} Basket
 * @property {readonly Readonly<Line>[]} lines
 * @property {Discount | null} discount
 * @property {string} note
 * @property {number} next_key
 */

/** @type {Readonly<Basket>} */
export const EMPTY = Object.freeze({ lines: Object.freeze([]), discount: null, note: '', next_key: 1 });

/**
 * Adds goods: pieces at the list price go onto their line, every weighing is a line of its own.
 * @param {Readonly<Basket>} basket
 * @param {Readonly<Product>} product
 * @param {number} quantityMilli
 * @returns {Basket}
 */
export function addProduct(basket, product, quantityMilli = ONE) {
  const same = basket.lines.find((line) => isSamePiece(line, product));
  if (same) return changeLine(basket, same.key, { quantity_milli: above0(same.quantity_milli + quantityMilli), ...labelled(product, same.labels) });
  const line = {
    key: basket.next_key,
    product_id: product.product_id,
    name: product.name,
    unit: product.unit,
    sold_by: product.sold_by,
    quantity_milli: above0(quantityMilli),
    unit_price_vnd: product.price_vnd,
    list_price_vnd: product.price_vnd,
    discount: null,
    note: '',
    ...labelled(product),
  };
  return { ...basket, lines: [...basket.lines, line], next_key: basket.next_key + 1 };
}

/**
 * @param {Readonly<Basket>} basket
 * @param {number} key
 * @param {number} quantityMilli above 0; a line goes away by removeLine only
 */
export function setQuantity(basket, key, quantityMilli) {
  return changeLine(basket, key, { quantity_milli: above0(quantityMilli) });
}

/**
 * @param {Readonly<Basket>} basket
 * @param {number} key
 * @param {Discount | null} discount
 */
export function discountLine(basket, key, discount) {
  return changeLine(basket, key, { discount });
}

/**
 * @param {Readonly<Basket>} basket
 * @param {number} key
 * @param {string} note
 */
export function noteLine(basket, key, note) {
  return changeLine(basket, key, { note });
}

/**
 * @param {Readonly<Basket>} basket
 * @param {Discount | null} discount
 * @returns {Basket}
 */
export function discountBasket(basket, discount) {
  return { ...basket, discount };
}

/**
 * @param {Readonly<Basket>} basket
 * @param {number} key
 * @returns {Basket}
 */
export function removeLine(basket, key) {
  return { ...basket, lines: basket.lines.filter((line) => line.key !== key) };
}

/**
 * Puts a removed line back in its own place, among what has changed since.
 * @param {Readonly<Basket>} basket
 * @param {Readonly<Line>} line
 * @param {number} at its index before it was removed
 * @returns {Basket}
 */
export function restoreLine(basket, line, at) {
  return { ...basket, lines: [...basket.lines.slice(0, at), line, ...basket.lines.slice(at)] };
}

/** @param {Readonly<Basket>} basket @param {number} key @param {Partial<Line>} change @returns {Basket} */
function changeLine(basket, key, change) {
  const lines = basket.lines.map((line) => (line.key === key ? fitted({ ...line, ...change }) : line));
  return { ...basket, lines };
}

/** What was scanned last goes first when there are fewer pieces. @param {Line} line */
function fitted(line) {
  return line.labels ? { ...line, labels: line.labels.slice(0, Math.ceil(line.quantity_milli / ONE)) } : line;
}

/** @param {Readonly<Product>} product @param {readonly string[]} [labels] */
function labelled({ label }, labels = []) {
  return label ? { labels: [...new Set([...labels, label])] } : {};
}

/** @param {Readonly<Line>} line @param {Readonly<Product>} product */
function isSamePiece(line, product) {
  return (
    product.sold_by === 'piece' &&
    line.product_id === product.product_id &&
    line.unit_price_vnd === product.price_vnd
  );
}

/** @param {number} quantityMilli */
function above0(quantityMilli) {
  if (!(quantityMilli > 0)) throw new RangeError(`quantity ${quantityMilli}`);
  return quantityMilli;
}
