// @ts-check
/** Markup as escaped text, painted by changing only what differs: focus and scroll stay. */

class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * Markup from a template; values are escaped, lists joined, null and false left out.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, part, at) => text + asText(values[at - 1]) + part));
}

/**
 * An icon of the shell's sprite.
 * @param {string} name
 */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href="#i-${name}"></use></svg>`;
}

/** @type {WeakMap<Element, string>} what was painted last */
const painted = new WeakMap();

/**
 * Makes the children of an element look like the markup.
 * @param {Element} root
 * @param {Markup} markup
 */
export function paint(root, markup) {
  if (painted.get(root) === markup.text) return;
  painted.set(root, markup.text);
  match(root, parsed(markup));
}

/**
 * Makes the children of an element marked with data-list look like a long list, each of one
 * element; what is as it was is not even parsed.
 * @param {Element} root
 * @param {Markup[]} list
 */
export function paintList(root, list) {
  list.forEach((markup, at) => {
    const old = root.children[at];
    if (old && painted.get(old) === markup.text) return;
    const fresh = /** @type {Element} */ (parsed(markup).firstElementChild);
    if (!old) root.append(fresh);
    else if (isSameKind(old, fresh)) matchElement(old, fresh);
    else old.replaceWith(fresh);
    painted.set(root.children[at], markup.text);
  });
  while (root.children.length > list.length) root.lastElementChild?.remove();
}

/** @param {Markup} markup */
function parsed(markup) {
  const wanted = document.createElement('template');
  wanted.innerHTML = markup.text.trim();
  return wanted.content;
}

/** @param {unknown} value @returns {string} */
function asText(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(asText).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** @param {Node} now @param {Node} wanted */
function match(now, wanted) {
  const olds = [...now.childNodes];
  const news = [...wanted.childNodes];
  news.forEach((fresh, at) => {
    const old = olds[at];
    if (!old) now.appendChild(fresh);
    else if (!isSameKind(old, fresh)) now.replaceChild(fresh, old);
    else if (old instanceof Element) matchElement(old, /** @type {Element} */ (fresh));
    else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
  });
  olds.slice(news.length).forEach((extra) => extra.remove());
}

/** @param {Node} old @param {Node} fresh */
function isSameKind(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return false;
  if (!(old instanceof Element)) return true;
  return old.getAttribute('data-key') === /** @type {Element} */ (fresh).getAttribute('data-key');
}

/** @param {Element} old @param {Element} fresh */
function matchElement(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (!fresh.hasAttribute('data-list')) match(old, fresh);
}
