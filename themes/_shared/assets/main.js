// On every page: how many are in the cart and on the wish list, menus that close, the service worker.

import { countOf, pageCart } from './cart.js';
import { pageShelf } from './shelf.js';

const { dataset } = document.body;

/** Tells a number in a link's badge, and in its name for who does not see it. */
function counter(link) {
  const badge = link.querySelector('.tool-count');
  const empty = link.getAttribute('aria-label');
  return (count) => {
    badge.hidden = count === 0;
    badge.textContent = count;
    link.setAttribute('aria-label', count ? link.dataset.label.replace('{count}', count) : empty);
  };
}

for (const link of document.querySelectorAll('[data-cart-link]')) {
  const tell = counter(link);
  pageCart().watch((lines) => tell(countOf(lines)));
}
for (const link of document.querySelectorAll('[data-wishlist-link]')) {
  const tell = counter(link);
  pageShelf('wishlist').watch(({ length }) => tell(length));
}

// Menus under the navigation open by hover and focus; Escape closes them, wherever the focus is, until pointer or focus
// leaves.
const menus = [...document.querySelectorAll('.site-nav .has-more')];
for (const item of menus) {
  const reopen = () => item.classList.remove('is-closed');
  item.addEventListener('pointerleave', reopen);
  item.addEventListener('focusout', (event) => { if (!item.contains(event.relatedTarget)) reopen(); });
}
document.addEventListener('keydown', ({ key, target }) => {
  if (key !== 'Escape') return;
  for (const item of menus.filter((one) => one.matches(':hover, :focus-within'))) {
    if (item.contains(target)) item.querySelector('a').focus();
    item.classList.add('is-closed');
  }
});

for (const menu of document.querySelectorAll('.menu')) {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  document.addEventListener('click', ({ target }) => { if (!menu.contains(target)) menu.open = false; });
}

if (window.isSecureContext && 'serviceWorker' in navigator && dataset.serviceWorker) {
  window.addEventListener('load', () => navigator.serviceWorker.register(dataset.serviceWorker).catch(() => {}));
}
