// @ts-check
/** Addresses of files of this release. */

/** @param {string} path below the static folder */
export function staticUrl(path) {
  const style = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel=stylesheet][href*="/static/"]'));
  return style.href.replace(/(\/static\/[^/]+\/).*$/, `$1${path}`);
}
