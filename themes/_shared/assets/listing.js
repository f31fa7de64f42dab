// Filters, sorting and search on pages that list products: the results change in place, the address tells the state.

import { isAsked, isFiltered, readState, select, writeState } from './filtering.js';
import { cardElement, showOutline } from './listing-cards.js';
import { ListingForm } from './listing-form.js';
import { sizeNote } from './listing-sizes.js';
import { searchBox } from './search-box.js';
import { cardAt, openIndex } from './search-index.js';
import { tableOf } from './search-table.js';

const TYPING_PAUSE_MS = 120;
// Cards shown before the browser paints, two rows of the screen's; those behind them follow.
const AT_ONCE = matchMedia('(min-width: 720px)').matches ? 8 : 4;

const root = document.querySelector('[data-listing]');
const text = root.dataset;
const part = (name) => root.querySelector(`[data-${name}]`);
const [total, results, pages, more] = ['total', 'results', 'pages', 'more'].map(part);
const templates = Object.fromEntries([...root.querySelectorAll('template[data-card]')].map((template) => [template.dataset.card, template]));
// What is drawn for each shape stands beside the filter's choices; a list of one shape has none, but cards that show it.
const outlines = new Map([...root.querySelectorAll('[data-facet=shape] .tick')].map((tick) => [tick.querySelector('input').value, tick.querySelector('.frame-icon')]));
const onlyOutline = outlines.size ? null : results.querySelector('.silhouette .frame-icon');
const { locale } = document.body.dataset;
const plural = new Intl.PluralRules(locale);
const asBuilt = { total: total.textContent, cards: results.firstElementChild };
const pageSize = Math.max(asBuilt.cards?.children.length ?? 0, 24);
const form = new ListingForm(part('filters'), part('active'), text, () => update());

let latest = 0; // an answer that comes after a newer one was asked for is not shown
let shown;

async function opened() {
  const index = await openIndex(text.index);
  return { index, table: await tableOf(index) };
}

async function show(state) {
  const mine = latest += 1;
  form.showMarks(state);
  if (!isAsked(state)) return showAsBuilt();
  try {
    const { index, table } = await opened();
    if (mine !== latest) return undefined;
    const found = select(table, state, text.scope);
    form.showCounts(found.counts);
    const cards = await cardsOf(index, table, found.products.slice(0, pageSize));
    if (mine !== latest) return undefined;
    shown = { index, table, found, list: document.createElement('ul') };
    shown.list.className = 'cards';
    append(cards.slice(0, AT_ONCE));
    results.replaceChildren(shown.list);
    if (pages) pages.hidden = true;
    total.textContent = saidOf(found, state);
    await painted();
    if (mine === latest) append(cards.slice(AT_ONCE));
  } catch {
    total.textContent = text.failed;
  }
  return undefined;
}

const painted = () => new Promise((go) => { requestAnimationFrame(() => setTimeout(go)); });

function showAsBuilt() {
  if (results.firstElementChild !== asBuilt.cards) results.replaceChildren(...[asBuilt.cards].filter(Boolean));
  total.textContent = asBuilt.total;
  if (pages) pages.hidden = false;
  more.hidden = true;
  form.showCounts(null);
}

function cardsOf(index, table, products) {
  return Promise.all(products.map(async (product) => ({ ...await cardAt(index, ...table.places[product]), ...table.shown(product) })));
}

function append(cards) {
  const { table, found, list } = shown;
  const before = list.children.length;
  list.append(...cards.map((card, at) => {
    const item = cardElement(templates, card, text);
    if (!card.photo) showOutline(item, onlyOutline ?? outlines.get(card.outline));
    const note = found.size && sizeNote(table, found.products[before + at], found.size, text);
    if (note) (item.querySelector('.card-text') ?? item).append(note);
    return item;
  }));
  more.hidden = list.children.length >= found.products.length;
  return list.children[before];
}

async function showMore() {
  const { index, table, found, list } = shown;
  const next = found.products.slice(list.children.length, list.children.length + pageSize);
  append(await cardsOf(index, table, next))?.querySelector('a').focus();
}

function saidOf({ products: { length }, near }, state) {
  const quoted = (words) => words.replace('{words}', () => state.words);
  if (!length) return state.words && !isFiltered(state) ? quoted(text.noneForWords) : text.none;
  const counted = (plural.select(length) === 'one' ? text.one : text.other).replace('{count}', length.toLocaleString(locale));
  return `${near ? `${quoted(text.near)} ` : ''}${counted}`;
}

function update({ replace = false } = {}) {
  const { state } = form;
  const query = writeState(state);
  history[replace ? 'replaceState' : 'pushState'](null, '', query ? `?${query}` : location.pathname);
  return show(state);
}

function restore() {
  const state = readState(new URLSearchParams(location.search), form.kinds);
  form.state = state;
  return show(state);
}

let typing;
form.form.addEventListener('input', ({ target }) => {
  if (target.name !== 'q' && target.type !== 'number') return;
  clearTimeout(typing);
  typing = setTimeout(() => update({ replace: true }), TYPING_PAUSE_MS);
});
form.form.addEventListener('change', ({ target }) => { if (target.type === 'checkbox' || target.name === 'sort') update(); });
form.form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  update();
});
for (const sign of ['pointerenter', 'focusin']) {
  form.form.addEventListener(sign, () => opened().catch(() => {}), { once: true }); // somebody is about to choose
}
more.addEventListener('click', showMore);
addEventListener('popstate', restore);

const box = root.querySelector('[data-search-box]');
if (box) searchBox(box, text.index);
// Who was quicker than this script has chosen already.
if (!location.search && isAsked(form.state)) await update();
else await restore();
