// @ts-check
/** What an answer means for a fact, and when a fact may be forgotten. Pure. */

/** @typedef {import('./store.js').Fact} Fact */

const KEPT_AFTER_CLOSE_MS = 48 * 3600_000;
const LATER = [401, 424, 425, 429];

/**
 * Whether the server has not decided: asked again later. @param {number} status
 * @param {string} [code] `http` is a refusal of the network's way, not of the fact
 */
export function isLater(status, code = '') {
  return LATER.includes(status) || status >= 500 || (status === 403 && code === 'http');
}

/**
 * The fact with its answer; null while the server has not decided.
 * @param {Fact} fact @param {{status: number, answer: any}} given @param {string} at
 * @returns {Fact | null}
 */
export function asSettled(fact, { status, answer }, at) {
  if (status === 200) return { ...fact, state: 'sent', sent_at: at, body: withoutPin(fact.body), answer };
  if (!Number.isInteger(status) || isLater(status, answer?.code)) return null;
  return { ...fact, state: 'refused', answer: { code: answer?.code ?? '', message: answer?.message ?? '', status } };
}

/** A body that may lie about or travel as a file. @param {any} body */
export function withoutPin(body) {
  const blank = body.pin === undefined ? body : { ...body, pin: '' };
  return blank.approval ? { ...blank, approval: { ...blank.approval, pin: '' } } : blank;
}

/**
 * Sends facts in one envelope; one that is not understood is halved, down to the fact that is the
 * cause, so that the others pass.
 * @param {Fact[]} facts
 * @param {(facts: Fact[]) => Promise<{status: number, code: string, message: string, answers: any[]}>} post
 * @returns {Promise<{id: string, status: number, answer: any}[]>}
 */
export async function delivered(facts, post) {
  const { status, code, message, answers } = await post(facts);
  if (status === 200) return answers;
  if (facts.length === 1) return [{ id: facts[0].id, status, answer: { code, message } }];
  const half = Math.ceil(facts.length / 2);
  return [...(await delivered(facts.slice(0, half), post)), ...(await delivered(facts.slice(half), post))];
}

/** A fact as it travels; one that was confirmed before says so, its paper is not printed twice. @param {Fact} fact */
export function wire({ id, path, body, sent_at }) {
  return { id, path, body: sent_at ? { ...body, again: true } : body };
}

/** The confirmed facts of shifts whose close was confirmed two days ago. @param {Fact[]} facts @param {number} now */
export function forgettable(facts, now) {
  const sent = facts.filter((one) => one.state === 'sent');
  const closed = sent
    .filter((one) => one.path.endsWith('/close') && now - Date.parse(one.sent_at ?? one.saved_at) > KEPT_AFTER_CLOSE_MS)
    .map(shiftOf);
  return sent.filter((one) => closed.includes(shiftOf(one)));
}

/** @param {Fact} fact @returns {string} */
function shiftOf({ id, path, body }) {
  return body.shift_id ?? path.split('/')[2] ?? id;
}
