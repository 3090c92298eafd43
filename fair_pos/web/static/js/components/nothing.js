// @ts-check
/** A service worker that does nothing: whether it may start is the question. */
