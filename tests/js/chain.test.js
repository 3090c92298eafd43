// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { base45 } from '../../fair_pos/web/static/js/till/chain.js';

for (const [content, text] of [['AB', 'BB8'], ['Hello!!', '%69 VD92EX0'], ['base-45', 'UJCLQE7W581'], ['', '']]) {
  test(`base45 of "${content}" as in RFC 9285`, () => assert.equal(base45(new TextEncoder().encode(content)), text));
}
