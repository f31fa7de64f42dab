// The wish list: the frames saved in this browser, with what they cost now once they come into view.

import { fetchFrame, itemFor, withFrame } from './frames.js';
import { pageShelf } from './shelf.js';

const root = document.querySelector('[data-wishlist]');
const text = root.dataset;
const list = root.querySelector('[data-frames]');
const template = root.querySelector('template');
const shelf = pageShelf('wishlist');

function show(frames) {
  root.querySelector('[data-empty]').hidden = frames.length > 0;
  const known = new Map([...list.children].map((item) => [item.dataset.slug, item]));
  list.replaceChildren(...frames.map((frame) => known.get(frame.slug) ?? made(frame)));
}

const addressOf = (slug) => `${text.products}${slug}/`;

function made(frame) {
  const item = filled(itemFor({ ...frame, url: addressOf(frame.slug) }, template), frame);
  seen.observe(item);
  return item;
}

function filled(item, { url, name, brand, image, price = '', availability = '' }) {
  item.querySelector('[data-slot=price]').textContent = price;
  item.querySelector('[data-slot=availability]').textContent = availability;
  const heart = item.querySelector('[data-shelf]');
  Object.assign(heart.dataset, { url, name, brand: brand ?? '', image: image ?? '' });
  heart.setAttribute('aria-label', text.save.replace('{name}', () => name));
  return item;
}

async function renew(item) {
  const { slug } = item.dataset;
  const frame = await fetchFrame(addressOf(slug)).catch(() => undefined);
  if (frame) filled(withFrame(item, { ...frame, url: addressOf(slug) }), frame);
  else if (frame === null) item.querySelector('[data-slot=availability]').textContent = text.gone;
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    renew(target);
  }
}, { rootMargin: '200px' });

// Who takes the focused card away goes on with the next one.
list.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-shelf]');
  if (!button) return;
  const place = [...list.children].indexOf(button.closest('li'));
  setTimeout(() => (list.children[Math.min(place, list.children.length - 1)] ?? root).querySelector('a')?.focus());
});

shelf.watch(show);
