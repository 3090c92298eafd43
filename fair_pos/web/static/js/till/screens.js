// @ts-check
/** Shows screens and sheets by name, repaints them, and gives clicks to their actions. */

import { t } from './texts.js';
import { html, icon, paint } from './html.js';
import { state } from './state.js';
import { stripBand, tell } from './strip.js';

/**
 * @typedef {object} View
 * @property {string} [title] with a head and a way back
 * @property {string} [label] what a sheet without a title is called
 * @property {string} [role] of the sheet
 * @property {boolean} [scans] a scanned code may add goods here
 * @property {(typed: string, end: string) => boolean} [typed] takes what a scanner typed instead
 * @property {string} [kind] class of the sheet
 * @property {() => any} markup
 * @property {Record<string, (data: DOMStringMap, target: HTMLElement) => void>} actions
 * @property {(root: HTMLElement) => void} [opened]
 * @property {(root: HTMLElement) => void} [painted]
 * @property {() => void} [closed]
 * @property {(event: KeyboardEvent) => boolean} [key] true when the key is dealt with
 * @property {boolean} [stays] Esc and back do not close it
 */

/** @type {Record<string, (...args: any[]) => View | Promise<View>>} */
const makers = {};
/** @type {{view: View, root: HTMLDialogElement}[]} */
const sheets = [];
/** @type {View | null} */
let screen = null;
let painter = () => {};

/** @type {() => Promise<{views: Record<string, (...args: any[]) => any>}>} */
let more;

/**
 * @param {typeof makers} first screens that are there from the start
 * @param {() => void} frame paints what stands around every screen
 * @param {typeof more} rest loads the other ones
 */
export function register(first, frame, rest) {
  Object.assign(makers, first);
  painter = frame;
  more = rest;
}

/** Puts a screen in place of the one before; sheets close. @param {string} name @param {...any} args */
export async function show(name, ...args) {
  const view = await make(name, args);
  if (!view) return;
  while (sheets.length) close();
  screen?.closed?.();
  screen = view;
  const root = screenRoot();
  root.dataset.name = name;
  repaint();
  view.opened?.(root);
}

/** Opens a sheet over the screen. @param {string} name @param {...any} args */
export async function open(name, ...args) {
  const view = await make(name, args);
  if (!view) return;
  const root = document.createElement('dialog');
  root.className = `sheet ${view.kind ?? ''}`;
  root.dataset.name = name;
  root.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (!view.stays) close();
  });
  listen(root, () => view);
  document.body.append(root);
  sheets.push({ view, root });
  paintSheet({ view, root });
  root.tabIndex = -1;
  root.showModal();
  root.focus();
  view.opened?.(root);
}

/** A screen that was not loaded yet may be out of reach. @param {string} name @param {any[]} args */
async function make(name, args) {
  try {
    const maker = makers[name] ?? (await more()).views[name];
    return await maker(...args);
  } catch (fault) {
    console.error(fault);
    tell(t('Not loaded yet. Try again when the connection is back.'), 'fault');
    return null;
  }
}

/** Closes the sheet on top; the browser gives the focus back. */
export function close() {
  const top = sheets.pop();
  if (!top) return;
  top.root.close();
  top.root.remove();
  top.view.closed?.();
  repaint();
}

/** Paints what may have changed. */
export function repaint() {
  painter();
  if (screen) paint(screenRoot(), screen.markup());
  screen?.painted?.(screenRoot());
  sheets.forEach(paintSheet);
}

/** What has the keyboard: the sheet on top, else the screen. @returns {View | null} */
export function current() {
  return sheets.at(-1)?.view ?? screen;
}

/** Whether a sheet is open. */
export function hasSheet() {
  return sheets.length > 0;
}

/** Clicks and typing of an element go to the view's actions. @param {HTMLElement} root @param {() => View | null} view */
export function listen(root, view) {
  root.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target).closest('[data-do]');
    if (target instanceof HTMLElement) act(view(), target.dataset.do ?? '', target);
  });
  root.addEventListener('input', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.dataset.input) act(view(), target.dataset.input, target);
  });
  root.addEventListener('submit', (event) => event.preventDefault());
}

/** @param {View | null} view @param {string} name @param {HTMLElement} target */
function act(view, name, target) {
  if (name === 'close') close();
  else view?.actions[name]?.(target.dataset, target);
}

/** @param {{view: View, root: HTMLElement}} sheet */
function paintSheet({ view, root }) {
  const head = html`<header class="head">
    <button class="icon-button" data-do="close" aria-label="${t('Back')}">${icon('back')}</button>
    <h2 id="title-${root.dataset.name}">${view.title}</h2>
  </header>`;
  const said = view.scans || state.strip?.kind === 'fault';
  paint(root, html`${view.title && head}${view.title && html`<div class="told">${said && stripBand()}</div>`}${view.markup()}`);
  if (view.title) root.setAttribute('aria-labelledby', `title-${root.dataset.name}`);
  if (view.label) root.setAttribute('aria-label', view.label);
  if (view.role) root.setAttribute('role', view.role);
  view.painted?.(root);
}

/** @returns {HTMLElement} */
function screenRoot() {
  return /** @type {HTMLElement} */ (document.getElementById('screen'));
}
