// @ts-check
/** SHA-256 in plain JavaScript: `crypto.subtle` does not exist on plain http. Source: FIPS 180-4. */

const BLOCK = 64;
const [K, START] = constants();
const words = new Uint32Array(BLOCK);

/**
 * The digest of some bytes, 32 bytes.
 * @param {Uint8Array} message
 */
export function sha256(message) {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / BLOCK) * BLOCK);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, message.length * 8);
  const hash = Uint32Array.from(START);
  for (let at = 0; at < padded.length; at += BLOCK) compress(hash, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  hash.forEach((word, at) => digest.setUint32(at * 4, word));
  return new Uint8Array(digest.buffer);
}

/** Works one block into the hash. @param {Uint32Array} hash @param {DataView} view @param {number} at */
function compress(hash, view, at) {
  for (let i = 0; i < BLOCK; i += 1) {
    words[i] = i < 16 ? view.getUint32(at + i * 4) : words[i - 16] + spread(words[i - 15], 7, 18, 3) + words[i - 7] + spread(words[i - 2], 17, 19, 10);
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < BLOCK; i += 1) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i];
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (hash[i] += word));
}

/** @param {number} word @param {number} bits */
function turn(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

/** @param {number} word @param {number} one @param {number} two @param {number} shift */
function spread(word, one, two, shift) {
  return turn(word, one) ^ turn(word, two) ^ (word >>> shift);
}

/** The first 32 bits of the fractional parts of the roots of the primes: cube roots, then square roots. */
function constants() {
  /** @type {number[]} */
  const primes = [];
  for (let one = 2; primes.length < BLOCK; one += 1) {
    if (primes.every((prime) => one % prime)) primes.push(one);
  }
  const fraction = (/** @type {number} */ root) => (root % 1) * 2 ** 32;
  return [Uint32Array.from(primes, (one) => fraction(Math.cbrt(one))), Uint32Array.from(primes.slice(0, 8), (one) => fraction(Math.sqrt(one)))];
}
