// @ts-check
/** Keeps the till's shell, whole, for one version. Answers for the shell alone, never for /api. */

/** @type {any} the server writes VERSION and SHELL in front of this file */
const worker = self;
const { VERSION, SHELL } = worker;
const PREFIX = 'fair-pos-till-';
const [PAGE, START] = SHELL;

worker.oninstall = (/** @type {any} */ event) => event.waitUntil(keepShell());
worker.onactivate = (/** @type {any} */ event) => event.waitUntil(takeOver());
worker.onfetch = (/** @type {any} */ event) => {
  if (isOfShell(event.request)) event.respondWith(answer(event.request));
};
// never by itself: the page asks when no customer is being served
worker.onmessage = (/** @type {any} */ event) => event.data === 'run' && worker.skipWaiting();

/** All or nothing; a page of another version than the files would not start. */
async function keepShell() {
  const kept = await caches.open(PREFIX + VERSION);
  await kept.addAll(SHELL);
  const page = await (await kept.match(PAGE))?.text();
  if (page?.includes(START)) return;
  await caches.delete(PREFIX + VERSION);
  throw new Error('the server changed its version meanwhile');
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
function isOfShell({ method, mode, url }) {
  const { origin, pathname, search } = new URL(url);
  if (method !== 'GET' || origin !== worker.location.origin) return false;
  if (mode === 'navigate') return pathname === PAGE && !search;
  return SHELL.includes(pathname) || pathname.startsWith('/static/');
}

/** From the device first; what it lacks (the scanner's files) is kept at its first use. @param {Request} request */
async function answer(request) {
  const kept = await caches.open(PREFIX + VERSION);
  const found = await kept.match(request.mode === 'navigate' ? PAGE : request, { ignoreVary: true });
  if (found) return found;
  const fresh = await fetch(request);
  if (fresh.status === 200) await kept.put(request, fresh.clone());
  return fresh;
}
