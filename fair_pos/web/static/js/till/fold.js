// @ts-check
/** The search form of Vietnamese text, by the same rule as fair_pos/core/text.py. */

/**
 * No marks, đ as d, no case, single spaces: `Chả mực ĐẶC SẢN` → `cha muc dac san`.
 * @param {string} text
 */
export function fold(text) {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[\s\x1c-\x1f\x85]+/g, ' ')
    .trim();
}

/**
 * Whether all words of a query stand in a folded key, in any order.
 * @param {string} searchKey
 * @param {string} query
 */
export function matches(searchKey, query) {
  return fold(query)
    .split(' ')
    .every((word) => searchKey.includes(word));
}
