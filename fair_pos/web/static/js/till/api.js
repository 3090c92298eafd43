// @ts-check
/** Calls of the till's API: an answer, a refusal, or "later". */

import { heard, silent } from './connection.js';

const BASE = '/api/v1/till';
const TIMEOUT_MS = 8000;
const NOT_MODIFIED = 304;

/** No answer of the server: try again, nothing is known. */
export class Later extends Error {}

/** The server's no, with a sentence for people. */
export class Refused extends Error {
  /** @param {number} status @param {any} answer */
  constructor(status, answer) {
    super(answer.message ?? '');
    this.status = status;
    this.code = answer.code ?? '';
    this.faults = answer.faults ?? {};
  }
}

/** @param {string} path */
export function get(path) {
  return call('GET', path);
}

/** @param {string} path @param {any} body */
export function post(path, body) {
  return call('POST', path, body);
}

/** @param {string} path @param {string} etag @returns {Promise<{body: any, etag: string} | null>} null: unchanged */
export async function getIfChanged(path, etag) {
  const response = await ask('GET', path, undefined, etag ? { 'If-None-Match': etag } : {});
  if (response.status === NOT_MODIFIED) {
    heard();
    return null;
  }
  return { body: await answerOf(response), etag: response.headers.get('ETag') ?? '' };
}

/** @param {string} path of a picture */
export async function getBlob(path) {
  const response = await ask('GET', path);
  if (!response.ok) await answerOf(response);
  return response.blob();
}

/** @param {string} path */
export function urlOf(path) {
  return BASE + path;
}

/** @param {string} method @param {string} path @param {any} [body] */
async function call(method, path, body) {
  return answerOf(await ask(method, path, body));
}

/** @param {string} method @param {string} path @param {any} [body] @param {Record<string, string>} [headers] */
async function ask(method, path, body, headers = {}) {
  const began = Date.now();
  try {
    return await fetch(BASE + path, {
      method,
      headers: body ? { ...headers, 'Content-Type': 'application/json' } : headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    silent(false, began);
    throw new Later(String(error));
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function answerOf(response) {
  const answer = await response.json().catch(() => null);
  if (answer === null) {
    silent(true);
    throw new Later('not JSON');
  }
  if (response.status >= 500) silent(false);
  else heard();
  if (response.ok) return answer;
  throw new Refused(response.status, answer);
}
