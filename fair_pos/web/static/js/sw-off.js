// @ts-check
/** Takes the kept shell away from this device. Sales and baskets live elsewhere and stay. */

const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
await Promise.all(registrations.map((one) => one.unregister()));
if ('caches' in window) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
document.body.dataset.done = 'true';
/** @type {HTMLElement} */ (document.getElementById('done')).hidden = false;

export {};
