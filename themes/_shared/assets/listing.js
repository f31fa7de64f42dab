// Filters, sorting and search on listing and search pages: the results change in place, the address tells the state.

import { isAsked, isFiltered, readState, select, within, writeState } from './filtering.js';

const root = document.querySelector('[data-listing]');
const text = root.dataset;
const form = root.querySelector('[data-filters]');
const total = root.querySelector('[data-total]');
const results = root.querySelector('[data-results]');
const pages = root.querySelector('[data-pages]');
const more = root.querySelector('[data-more]');
const active = root.querySelector('[data-active]');
const template = root.querySelector('template[data-card]');
const { locale } = document.body.dataset;
const plural = new Intl.PluralRules(locale);
const facets = [...form.querySelectorAll('[data-facet]')];
const kinds = Object.fromEntries(facets.map(({ dataset }) => [dataset.facet, dataset.kind]));
const asBuilt = { total: total.textContent, cards: results.firstElementChild };
const pageSize = Math.max(asBuilt.cards?.children.length ?? 0, 24);
let products;
let shown = [];

const counted = (number, one, other) => (plural.select(number) === 'one' ? one : other).replace('{count}', number.toLocaleString(locale));

async function index() {
  products ??= fetch(text.index)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then(({ products: all }) => within(all, text.scope));
  return products.catch((error) => { products = undefined; throw error; });
}

// -- the form and the state ----------------------------------------------------------------------------------------

function stateOfForm() {
  const query = new URLSearchParams();
  if (form.elements.q) query.set('q', form.elements.q.value);
  query.set('sort', form.elements.sort.value);
  for (const input of form.querySelectorAll('input[type=checkbox]:checked')) query.append(input.name, input.value);
  for (const range of form.querySelectorAll('[data-range]')) query.set(range.dataset.range, boundsOf(range).map((input) => input.value).join('-'));
  return readState(query, kinds);
}

function fillForm(state) {
  if (form.elements.q) form.elements.q.value = state.words;
  form.elements.sort.value = state.sort;
  for (const input of form.querySelectorAll('input[type=checkbox]')) input.checked = state.choices[input.name]?.includes(input.value) ?? false;
  for (const range of form.querySelectorAll('[data-range]')) {
    boundsOf(range).forEach((input, end) => { input.value = state.ranges[range.dataset.range]?.[end] ?? ''; });
  }
}

function boundsOf(range) {
  return [...range.querySelectorAll('[data-bound]')];
}

// -- showing -------------------------------------------------------------------------------------------------------

async function show(state) {
  showMarks(state);
  if (!isAsked(state) && !('always' in text)) return showAsBuilt();
  try {
    const found = select(await index(), state);
    showCounts(found.counts);
    showProducts(found.products);
    total.textContent = saidOf(found, state);
  } catch {
    total.textContent = text.failed;
  }
}

function showAsBuilt() {
  if (results.firstElementChild !== asBuilt.cards) results.replaceChildren(asBuilt.cards);
  total.textContent = asBuilt.total;
  if (pages) pages.hidden = false;
  more.hidden = true;
  for (const count of form.querySelectorAll('[data-count]')) count.textContent = count.dataset.count || count.textContent;
  for (const tick of form.querySelectorAll('.tick')) tick.classList.remove('is-none');
}

function showProducts(found) {
  shown = found;
  const list = document.createElement('ul');
  list.className = 'cards';
  results.replaceChildren(list);
  if (pages) pages.hidden = true;
  showMore();
}

function saidOf({ products: { length }, near }, state) {
  const quoted = (words) => words.replace('{words}', () => state.words);
  if (!length) return state.words && !isFiltered(state) ? quoted(text.noneForWords) : text.none;
  return `${near ? `${quoted(text.near)} ` : ''}${counted(length, text.one, text.other)}`;
}

function showMore() {
  const list = results.firstElementChild;
  const next = shown.slice(list.children.length, list.children.length + pageSize);
  list.append(...next.map(cardOf));
  more.hidden = list.children.length >= shown.length;
  return list.children[list.children.length - next.length];
}

function showCounts(counts) {
  for (const input of form.querySelectorAll('input[type=checkbox]')) {
    const tick = input.closest('.tick');
    const place = tick.querySelector('[data-count]');
    const number = counts[input.name]?.[input.value] ?? 0;
    place.dataset.count ||= place.textContent;
    place.textContent = number;
    tick.classList.toggle('is-none', number === 0 && !input.checked);
  }
}

function showMarks(state) {
  for (const facet of facets) {
    const key = facet.dataset.facet;
    const number = state.choices[key]?.length ?? (state.ranges[key] ? 1 : 0);
    const mark = facet.querySelector('[data-mark]');
    mark.hidden = number === 0;
    mark.textContent = number;
  }
  const chips = [...chipsOf(state)];
  active.hidden = chips.length === 0;
  active.replaceChildren(...chips, ...(chips.length > 1 ? [chip(text.clear, text.clear, () => fillForm(readState(new URLSearchParams(), kinds)))] : []));
}

function* chipsOf(state) {
  for (const input of form.querySelectorAll('input[type=checkbox]:checked')) {
    yield chip(`${input.dataset.label} ×`, text.remove.replace('{name}', input.dataset.label), () => { input.checked = false; });
  }
  for (const range of form.querySelectorAll('[data-range]')) {
    const ends = state.ranges[range.dataset.range];
    if (!ends) continue;
    const name = `${range.dataset.label} ${ends[0] ?? ''}–${ends[1] ?? ''} ${range.dataset.unit}`.trim();
    yield chip(`${name} ×`, text.remove.replace('{name}', name), () => boundsOf(range).forEach((input) => { input.value = ''; }));
  }
}

function chip(label, spoken, undo) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'chip';
  button.textContent = label;
  button.setAttribute('aria-label', spoken);
  button.addEventListener('click', () => {
    undo();
    update();
    (active.querySelector('button') ?? facets[0]?.querySelector('summary'))?.focus();
  });
  return button;
}

// -- cards ---------------------------------------------------------------------------------------------------------

function cardOf(product) {
  const item = template.content.cloneNode(true).firstElementChild;
  const slot = (name) => item.querySelector(`[data-slot=${name}]`);
  const link = slot('link');
  link.href = product.u;
  link.textContent = product.n;
  slot('brand').textContent = product.b ?? '';
  slot('price').textContent = product.f ? text.from.replace('{price}', product.t) : product.t;
  slot('size').textContent = product.z ?? '';
  if (product.r) {
    slot('was').hidden = false;
    slot('was').append(product.r);
  }
  if (product.m) slot('media').replaceChildren(photoOf(product));
  if (!product.s || product.r) slot('media').append(badgeOf(product));
  if (product.c.length > 1) slot('dots').append(...product.c.slice(0, 5).map(dotOf), coloursOf(product.c.length));
  return item;
}

function photoOf({ m: [src, srcset, width, height], n }) {
  const photo = document.createElement('img');
  Object.assign(photo, { className: 'photo', loading: 'lazy', decoding: 'async', alt: n, width, height });
  photo.sizes = text.cardSizes;
  photo.srcset = srcset;
  photo.src = src;
  const frame = document.createElement('picture');
  frame.append(photo);
  return frame;
}

function badgeOf(product) {
  const badge = document.createElement('span');
  badge.className = product.s ? 'badge' : 'badge badge-quiet';
  badge.textContent = product.s ? text.reduced : text.soldOut;
  return badge;
}

function coloursOf(number) {
  const words = document.createElement('span');
  words.textContent = counted(number, text.colourOne, text.colourOther);
  return words;
}

function dotOf([, hex]) {
  const make = (name, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const dot = make('svg', { class: 'dot', viewBox: '0 0 20 20', 'aria-hidden': 'true' });
  dot.append(make('circle', { cx: 10, cy: 10, r: 9, fill: hex ?? '#fff' }), ...(hex ? [] : [make('path', { d: 'M4 16L16 4' })]));
  return dot;
}

// -- events --------------------------------------------------------------------------------------------------------

function update({ replace = false } = {}) {
  const state = stateOfForm();
  const query = writeState(state);
  const address = query ? `?${query}` : location.pathname;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  return show(state);
}

function restore() {
  const state = readState(new URLSearchParams(location.search), kinds);
  fillForm(state);
  return show(state);
}

let typing;
form.addEventListener('input', ({ target }) => {
  if (target.type !== 'search' && target.type !== 'number') return;
  clearTimeout(typing);
  typing = setTimeout(() => update({ replace: true }), 150);
});
form.addEventListener('change', ({ target }) => { if (target.type === 'checkbox' || target.name === 'sort') update(); });
form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  update();
});
more.addEventListener('click', () => showMore()?.querySelector('a').focus());
addEventListener('popstate', restore);

const close = (facet) => { facet.open = false; };
for (const facet of facets) {
  facet.addEventListener('toggle', () => { if (facet.open) facets.filter((other) => other !== facet).forEach(close); });
  facet.addEventListener('keydown', ({ key }) => { if (key === 'Escape') { close(facet); facet.querySelector('summary').focus(); } });
  facet.querySelector('[data-done]').addEventListener('click', () => { close(facet); facet.querySelector('summary').focus(); });
}
document.addEventListener('click', ({ target }) => facets.filter((facet) => !facet.contains(target)).forEach(close));

await restore();
