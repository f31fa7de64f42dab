// On every page: the number in the cart, menus that close, the service worker.

import { countOf, pageCart } from './cart.js';

const { dataset } = document.body;
const link = document.querySelector('[data-cart-link]');
const badge = document.querySelector('[data-cart-count]');
const empty = link.getAttribute('aria-label');
pageCart().watch((lines) => {
  const count = countOf(lines);
  badge.hidden = count === 0;
  badge.textContent = count;
  link.setAttribute('aria-label', count ? link.dataset.label.replace('{count}', count) : empty);
});

// Menus under the navigation open by hover and focus; Escape closes them until the pointer or focus leaves.
for (const item of document.querySelectorAll('.site-nav .has-more')) {
  const reopen = () => item.classList.remove('is-closed');
  item.addEventListener('pointerleave', reopen);
  item.addEventListener('focusout', (event) => { if (!item.contains(event.relatedTarget)) reopen(); });
  item.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    item.querySelector('a').focus();
    item.classList.add('is-closed');
  });
}

const menu = document.querySelector('.menu');
menu.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });

if (window.isSecureContext && 'serviceWorker' in navigator && dataset.serviceWorker) {
  window.addEventListener('load', () => navigator.serviceWorker.register(dataset.serviceWorker).catch(() => {}));
}
