// What the visitor looked at lately: remembered on a product's page, shown there and wherever else there is room for it.

import { frameOf, itemFor } from './frames.js';
import { pageShelf } from './shelf.js';

const shelf = pageShelf('recent');
const here = frameOf(document);
const section = document.querySelector('[data-recent]');

if (section) {
  const { most } = section.dataset;
  const frames = shelf.frames.filter(({ slug }) => slug !== here?.slug).slice(0, Number(most));
  const template = section.querySelector('template');
  section.querySelector('[data-frames]').replaceChildren(...frames.map((frame) => itemFor(frame, template)));
  section.hidden = frames.length === 0;
}
if (here) {
  const { slug, url, name, brand, image } = here;
  shelf.put({ slug, url, name, brand, image });
}
