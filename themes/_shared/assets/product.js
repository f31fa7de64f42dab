// The product page: choosing a version, its photos and measures, the gallery, adding to the cart.

import { pageCart } from './cart.js';

const product = document.querySelector('[data-product]');
const form = product.querySelector('[data-buy]');
const text = form.dataset;
const radios = [...form.querySelectorAll('input[name=variant]')];
const slides = [...product.querySelectorAll('.slides > [data-picture]')];
const thumbnails = [...product.querySelectorAll('.thumbnails > [data-picture]')];

const picturesOf = (radio) => radio.dataset.pictures.split(' ').filter(Boolean);
const ofSomeVersion = new Set(radios.flatMap(picturesOf));
const shownIn = product.querySelector('[data-shown-in]');
const chosen = () => radios.find((radio) => radio.checked) ?? radios[0];

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

// -- gallery -------------------------------------------------------------------------------------------------------

// Photos of no version in particular stay with every one; a version without its own is shown with all there are.
function showPhotos(own) {
  const fits = ({ dataset }) => !own.length || own.includes(dataset.picture) || !ofSomeVersion.has(dataset.picture);
  for (const place of [...slides, ...thumbnails]) place.hidden = !fits(place);
  const first = slides.find(({ hidden }) => !hidden);
  if (first) goTo(own[0] ?? first.dataset.picture);
}

/** The version a photo shows, where the chosen one has no photos of its own; "" where nothing has to be said. */
function otherVersion(picture) {
  if (picturesOf(chosen()).length) return '';
  return radios.find((radio) => picturesOf(radio).includes(picture))?.dataset.name ?? '';
}

function goTo(picture) {
  const slide = slides.find(({ dataset }) => dataset.picture === picture);
  slide.parentElement.scrollTo({ left: slide.offsetLeft - slide.parentElement.offsetLeft });
  mark(picture);
}

function mark(picture) {
  const other = otherVersion(picture);
  const said = other && shownIn.dataset.shownIn.replace('{name}', () => other);
  if (shownIn.textContent !== said) shownIn.textContent = said;
  for (const { dataset, firstElementChild: link } of thumbnails) {
    if (dataset.picture === picture) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

for (const thumbnail of thumbnails) {
  thumbnail.addEventListener('click', (event) => {
    event.preventDefault();
    goTo(thumbnail.dataset.picture);
  });
}
if (thumbnails.length) {
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) mark(target.dataset.picture);
  }, { root: slides[0].parentElement, threshold: 0.6 });
  slides.forEach((slide) => seen.observe(slide));
}

// -- cart ----------------------------------------------------------------------------------------------------------

function lineOf(radio) {
  const { name, sku, amount, currency } = radio.dataset;
  const [own] = picturesOf(radio);
  const slide = slides.find(({ dataset }) => dataset.picture === own) ?? slides[0];
  return {
    id: `${product.dataset.product}|${radio.value}`, name: text.name, option: name, sku, amount, currency,
    url: addressOf(radio), image: slide?.querySelector('img').getAttribute('src') ?? '',
    shown: slide ? otherVersion(slide.dataset.picture) : '',
  };
}

function addressOf(radio) {
  return radios.length > 1 ? `${location.pathname}?variant=${encodeURIComponent(radio.value)}` : location.pathname;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  pageCart().add(lineOf(chosen()));
  form.querySelector('[data-added-text]').textContent = text.added.replace('{name}', text.name);
  form.querySelector('[data-added-link]').hidden = false;
});

form.addEventListener('change', () => {
  history.replaceState(null, '', addressOf(chosen()));
  showVersion(chosen());
});

const wanted = new URLSearchParams(location.search).get('variant');
const linked = radios.find((radio) => radio.value === wanted);
if (linked) linked.checked = true;
showVersion(chosen());
