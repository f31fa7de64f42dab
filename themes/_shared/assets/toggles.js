// Buttons that put a frame on a shelf and take it off again: hearts on cards, heart and comparison beside a product.

import { frameOf } from './frames.js';
import { pageShelf, slugOf } from './shelf.js';

const shelfOf = (button) => pageShelf(button.dataset.shelf);

function show() {
  for (const button of document.querySelectorAll('[data-shelf]')) {
    button.setAttribute('aria-pressed', shelfOf(button).has(slugOf(button.dataset.url)));
  }
}

function frameFor({ dataset: { url, name, brand, image } }) {
  const known = frameOf(document);
  return known?.slug === slugOf(url) ? known : { slug: slugOf(url), url, name, brand, image };
}

/** What to say after a click: [shown text, whether the shelf's page can be gone to]. */
function toggle(button) {
  const { dataset } = button;
  const shelf = shelfOf(button);
  const slug = slugOf(dataset.url);
  if (shelf.has(slug)) {
    shelf.drop(slug);
    return dataset.dropped;
  }
  if (dataset.shelf === 'compare' && shelf.isFull) return dataset.full;
  shelf.put(frameFor(button));
  return dataset.kept;
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-shelf]');
  if (!button) return;
  const said = toggle(button);
  const place = document.querySelector('[data-shelf-said]');
  if (place) place.textContent = said ?? '';
});

for (const kind of ['wishlist', 'compare']) pageShelf(kind).watch(show);
new MutationObserver((changes) => { if (changes.some(({ addedNodes }) => addedNodes.length)) show(); })
  .observe(document.getElementById('main'), { childList: true, subtree: true });
