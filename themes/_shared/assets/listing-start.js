// Filters wait until the page stands: their scripts would share the line with what is looked at. They come at once where
// the address asks for something already, and where somebody is about to choose.

const start = () => import('./listing.js');
const area = document.querySelector('[data-listing]');

if (location.search || document.readyState === 'complete') start();
addEventListener('load', start, { once: true });
for (const sign of ['pointerenter', 'focusin']) area.addEventListener(sign, start, { once: true });
