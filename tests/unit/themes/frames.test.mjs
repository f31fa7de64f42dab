import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { fetchFrame } = await load('frames.js');
const page = (html) => `data:text/html,${encodeURIComponent(html)}`;

test('a page tells its frame in one attribute', async () => {
  const html = `<title>Alba</title><form class="buy-form" data-buy data-frame='{"slug":"alba","name":"O\\u0027Neill \\u003cb\\u003e"}' data-name="x">`;
  assert.deepEqual(await fetchFrame(page(html)), { slug: 'alba', name: "O'Neill <b>" });
  assert.equal(await fetchFrame(page('<p>Nothing to sell</p>')), null);
});

test('words that look like the attribute are none', async () => {
  const words = ` data-frame='{"slug":"alba","url":"javascript:alert(1)"}'`;
  const html = `<script type="application/ld+json">{"description":"See${words}"}</script><p>See${words}</p><form data-frame='{"slug":"alba"}'>`;
  assert.deepEqual(await fetchFrame(page(html)), { slug: 'alba' });
});
