// The product page: choosing a version, its photos and measures, what is asked for with it, adding to the cart.

import { pageCart } from './cart.js';
import { openGallery } from './gallery.js';
import { pageShelf } from './shelf.js';

const product = document.querySelector('[data-product]');
const form = product.querySelector('[data-buy]');
const text = form.dataset;
const radios = [...form.querySelectorAll('input[name=variant]')];

const picturesOf = (radio) => radio.dataset.pictures.split(' ').filter(Boolean);
const ofSomeVersion = new Set(radios.flatMap(picturesOf));
const chosen = () => radios.find((radio) => radio.checked) ?? radios[0];
const gallery = openGallery(product.querySelector('[data-gallery]'), otherVersion);
const { slides } = gallery;

/** The version a photo shows, where the chosen one has no photos of its own; "" where nothing has to be said. */
function otherVersion(picture) {
  if (picturesOf(chosen()).length) return '';
  return radios.find((radio) => picturesOf(radio).includes(picture))?.dataset.name ?? '';
}

// Photos of no version in particular stay with every one; a version without its own is shown with all there are.
function showPhotos(own) {
  gallery.only((picture) => !own.length || own.includes(picture) || !ofSomeVersion.has(picture), own[0]);
}

// -- version -------------------------------------------------------------------------------------------------------

function showVersion(radio) {
  const { name, price, was, stock, availability } = radio.dataset;
  form.querySelector('[data-chosen-name]').textContent = name;
  showPrice(price, was);
  const state = form.querySelector('[data-state]');
  state.textContent = availability;
  state.classList.toggle('is-out', stock !== '1');
  const add = form.querySelector('[data-submit]');
  add.disabled = stock !== '1';
  add.textContent = stock === '1' ? text.add : text.soldOut;
  showMeasures(radio.value);
  showDrawing(radio.dataset.drawing);
  showPhotos(picturesOf(radio));
}

function showPrice(price, was) {
  const now = Object.assign(document.createElement('span'), { className: was ? 'price-now is-reduced' : 'price-now', textContent: price });
  const place = product.querySelector('[data-price] .price');
  place.replaceChildren(now);
  if (!was) return;
  const before = document.createElement('del');
  const spoken = Object.assign(document.createElement('span'), { className: 'unseen', textContent: `${text.was} ` });
  before.append(spoken, was);
  place.append(' ', before);
}

// The table of all versions holds each one's measures.
function showMeasures(id) {
  const rows = [...product.querySelectorAll('[data-versions] tbody tr')];
  const own = rows.find((row) => row.dataset.variant === id);
  rows.forEach((row) => row.classList.toggle('is-chosen', row === own));
  if (!own) return;
  for (const cell of own.querySelectorAll('[data-of]')) {
    const key = cell.dataset.of;
    const wanted = key === 'marking' ? '[data-marking]' : `[data-measure="${key}"]`;
    for (const place of product.querySelectorAll(wanted)) place.textContent = cell.textContent;
  }
}

// One drawing for each size there is; a version without a size of its own keeps what is shown.
function showDrawing(size) {
  const drawings = [...product.querySelectorAll('[data-drawing-of]')];
  if (!drawings.some(({ dataset }) => dataset.drawingOf === size)) return;
  for (const drawing of drawings) drawing.hidden = drawing.dataset.drawingOf !== size;
}

// -- cart ----------------------------------------------------------------------------------------------------------

function lineOf(radio) {
  const { name, sku, amount, currency } = radio.dataset;
  const [own] = picturesOf(radio);
  const slide = slides.find(({ dataset }) => dataset.picture === own) ?? slides[0];
  return {
    id: `${product.dataset.product}|${radio.value}`, product: product.dataset.product, variant: radio.value, path: text.priceFile,
    name: text.name, option: name, sku, amount, currency, notes: notes(),
    url: addressOf(radio), image: slide?.querySelector('img').getAttribute('src') ?? '',
    shown: slide ? otherVersion(slide.dataset.picture) : '',
  };
}

/** What is asked for with the frame, in words, as the shop reads it. */
function notes() {
  const told = new FormData(form);
  return { lens: told.get('lens') ?? '', gift: told.get('gift') ?? '' };
}

function addressOf(radio) {
  return radios.length > 1 ? `${location.pathname}?variant=${encodeURIComponent(radio.value)}` : location.pathname;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  pageCart().add(lineOf(chosen()));
  form.querySelector('[data-added-text]').textContent = text.added.replace('{name}', () => text.name);
  form.querySelector('[data-added-link]').hidden = false;
});

form.addEventListener('change', ({ target }) => {
  if (target.name !== 'variant') return;
  history.replaceState(null, '', addressOf(chosen()));
  showVersion(chosen());
});

const wanted = new URLSearchParams(location.search).get('variant');
const linked = radios.find((radio) => radio.value === wanted);
if (linked) linked.checked = true;
showVersion(chosen());

const compareLink = form.querySelector('[data-compare-link]');
pageShelf('compare').watch(({ length }) => { if (compareLink) compareLink.hidden = length === 0; });
