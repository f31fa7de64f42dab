// Which products fit, how many each choice would show, and the same state as words in the address.
// A state: {words, sort, choices: {key: [value]}, ranges: {key: [low, high]}}; null is an open end.

import { byNearness, findWords, isMeant } from './search-words.js';

const SORTS = ['price-asc', 'price-desc', 'name'];
const RANGES_OF_SIZES = { lens_width: 0, bridge: 1, temple: 2 };

/** `kinds` says what the page filters by: {shape: 'choice', price: 'range', …}. */
export function readState(query, kinds) {
  const state = { words: (query.get('q') ?? '').trim(), sort: '', choices: {}, ranges: {} };
  if (SORTS.includes(query.get('sort'))) state.sort = query.get('sort');
  for (const [key, kind] of Object.entries(kinds)) {
    const values = query.getAll(key).flatMap((text) => text.split(',')).filter(Boolean);
    if (kind === 'choice' && values.length) state.choices[key] = [...new Set(values)];
    const range = kind === 'range' && values.length ? readRange(values[0]) : null;
    if (range) state.ranges[key] = range;
  }
  return state;
}

function readRange(text) {
  const found = /^(\d+(?:\.\d+)?)?-(\d+(?:\.\d+)?)?$/.exec(text);
  if (!found || (!found[1] && !found[2])) return null;
  return [found[1] ? Number(found[1]) : null, found[2] ? Number(found[2]) : null];
}

/** "q=…&shape=round,square&lens_width=50-54&sort=price-asc", empty when nothing is asked. */
export function writeState(state) {
  const parts = [];
  if (state.words) parts.push(['q', encodeURIComponent(state.words)]);
  for (const [key, values] of Object.entries(state.choices)) {
    if (values.length) parts.push([key, values.map(encodeURIComponent).join(',')]);
  }
  for (const [key, [low, high]] of Object.entries(state.ranges)) parts.push([key, `${low ?? ''}-${high ?? ''}`]);
  if (state.sort) parts.push(['sort', state.sort]);
  return parts.map(([key, value]) => `${encodeURIComponent(key)}=${value}`).join('&');
}

export function isAsked(state) {
  return writeState(state) !== '';
}

/** Whether a choice or a range narrows the products: words and sorting are no filters. */
export function isFiltered({ choices, ranges }) {
  return Object.keys({ ...choices, ...ranges }).length > 0;
}

/**
 * {products, counts, near, size, distances}: what fits, sorted; for every facet how many products each of its values
 * would show; and how the words were understood, see findWords. `scope` is what the page's list is narrowed to by
 * itself: "category:sunglasses shape:round", "collection:spring,gifts", "" for nothing.
 */
export function select(table, state, scope = '') {
  const meant = findWords(table, state.words);
  const own = scope.split(' ').filter(Boolean).map((part) => part.split(/:(.*)/s)).map(([key, values]) => choiceTest(table, key, values.split(',')));
  const tests = testsOf(table, state);
  const counters = Object.entries(table.facets).map(([key, { values, of }]) => ({ key, of, numbers: new Uint32Array(values.length) }));
  const found = [];
  for (const product of table.order) {
    if (!isMeant(meant, product) || !own.every(({ fits }) => fits(product))) continue;
    const failed = failedOf(tests, product);
    if (failed === undefined) found.push(product);
    if (failed !== SEVERAL) count(counters, product, failed);
  }
  return { ...meant, products: sorted(found, state.sort, table, meant), counts: namedCounts(counters, table) };
}

const SEVERAL = Symbol('more than one');

// The key of the only test that a product fails, undefined when it fails none.
function failedOf(tests, product) {
  let failed;
  for (const { key, fits } of tests) {
    if (fits(product)) continue;
    if (failed !== undefined) return SEVERAL;
    failed = key;
  }
  return failed;
}

function testsOf(table, { choices, ranges }) {
  return [
    ...Object.entries(choices).filter(([, wanted]) => wanted.length).map(([key, wanted]) => choiceTest(table, key, wanted)),
    ...Object.entries(ranges).map(([key, range]) => rangeTest(table, key, range)),
  ];
}

function choiceTest({ facets }, key, wanted) {
  const { values, of } = facets[key] ?? { values: [], of: [] };
  return numbersTest(key, of, values.map((value) => wanted.includes(value)));
}

function rangeTest(table, key, range) {
  if (key in RANGES_OF_SIZES) {
    const { values, of } = table.sizes;
    return numbersTest(key, of, values.map((size) => inRange(size[RANGES_OF_SIZES[key]], range)));
  }
  const numbers = key === 'price' ? table.prices : table.widths;
  return { key, fits: (product) => inRange(numbers[product], range) };
}

function numbersTest(key, of, passes) {
  return { key, fits: (product) => of[product]?.some((number) => passes[number]) ?? false };
}

// 0 stands for a length that nobody knows.
function inRange(number, [low, high]) {
  return number > 0 && (low === null || number >= low) && (high === null || number <= high);
}

// A facet's own choices don't narrow its counts: they say what adding one more would show.
function count(counters, product, only) {
  for (const { key, of, numbers } of counters) {
    if (only !== undefined && key !== only) continue;
    const own = of[product];
    for (let at = 0; at < own.length; at += 1) numbers[own[at]] += 1; // the innermost loop: no iterator for each product
  }
}

function namedCounts(counters, { facets }) {
  return Object.fromEntries(counters.map(({ key, numbers }) => [
    key, Object.fromEntries(facets[key].values.map((value, number) => [value, numbers[number]])),
  ]));
}

function sorted(products, sort, table, meant) {
  if (sort === 'price-asc') return products.sort((a, b) => table.prices[a] - table.prices[b]);
  if (sort === 'price-desc') return products.sort((a, b) => table.prices[b] - table.prices[a]);
  if (sort === 'name') return products.sort((a, b) => table.byName[a] - table.byName[b]);
  return byNearness(products, meant);
}
