// @ts-check
/**
 * A text cut into codes that a camera reads one after the other, as fair_pos/core/qrchain.py puts
 * them together again. Source: RFC 9285, The Base45 Data Encoding.
 */

const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** Whole groups of three: no code ends in a space, which a scanner or a paste would lose. */
const PART_SIGNS = 699;

/**
 * The codes `FP1/SSSS/K/N/DATA`. Rejects where the browser cannot deflate.
 * @param {string} text
 * @param {string} mark four signs, the same in all codes of the set
 * @returns {Promise<string[]>}
 */
export async function chainOf(text, mark) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const signs = base45(new Uint8Array(await new Response(packed).arrayBuffer()));
  const parts = signs.match(new RegExp(`.{1,${PART_SIGNS}}`, 'g')) ?? [];
  return parts.map((part, at) => `FP1/${mark}/${at + 1}/${parts.length}/${part}`);
}

/** Two bytes in three signs, a last one alone in two. @param {Uint8Array} content */
export function base45(content) {
  let signs = '';
  for (let at = 0; at < content.length; at += 2) {
    const pair = at + 1 < content.length;
    let number = pair ? content[at] * 256 + content[at + 1] : content[at];
    for (let left = pair ? 3 : 2; left > 0; left -= 1) {
      signs += BASE45[number % BASE45.length];
      number = Math.floor(number / BASE45.length);
    }
  }
  return signs;
}
