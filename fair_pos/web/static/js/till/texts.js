// @ts-check
/** The till's words in the reader's language; English stands in the msgids. */

const shell = globalThis.document?.getElementById('texts')?.textContent;
/** @type {Record<string, string>} */
const texts = shell ? JSON.parse(shell) : {};

/**
 * The sentence for an English msgid, its {names} filled in.
 * @param {string} msgid
 * @param {Record<string, unknown>} [values]
 */
export function t(msgid, values = {}) {
  return (texts[msgid] ?? msgid).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * Words of screens that are loaded when they are first used.
 * @param {Record<string, string>} more
 */
export function addTexts(more) {
  Object.assign(texts, more);
}
