"""Words every part may use: money, quantity, clock, ids, errors, text, document. Pure."""
