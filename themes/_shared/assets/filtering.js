// Which products fit, how many each choice would show, and the same state as words in the address.
// A state: {words, sort, choices: {key: [value]}, ranges: {key: [low, high]}}; null is an open end.

const SORTS = ['price-asc', 'price-desc', 'name'];

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

/** Lower case, without accents: "Montaña" is found by "montana". */
export function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Narrows the index to a listing's own products: "category:sunglasses", "brand:acme", "" for all. */
export function within(products, scope) {
  const [key, value] = scope.split(/:(.*)/s);
  return value ? products.filter((product) => product.x[key]?.includes(value)) : products;
}

/**
 * {products, counts, near}: what fits, sorted; for every facet how many products each of its values would show; whether
 * the words were found only by looking past typing mistakes.
 */
export function select(products, state) {
  const tests = testsOf(state);
  const words = plain(state.words).split(/\s+/).filter(Boolean);
  for (const product of products) product.plain ??= plain(product.k);
  const exact = products.filter((product) => words.every((word) => product.plain.includes(word)));
  const near = exact.length === 0 && words.length > 0;
  const found = [];
  const counts = {};
  for (const product of near ? likely(products, words) : exact) {
    const failed = tests.filter(({ fits }) => !fits(product)).map(({ key }) => key);
    if (!failed.length) found.push(product);
    if (failed.length < 2) count(counts, product, failed[0]);
  }
  return { products: sorted(found, state.sort), counts, near: near && found.length > 0 };
}

function testsOf(state) {
  const choices = Object.entries(state.choices).filter(([, wanted]) => wanted.length);
  return [
    ...choices.map(([key, wanted]) => ({ key, fits: ({ x }) => wanted.some((value) => x[key]?.includes(value)) })),
    ...Object.entries(state.ranges).map(([key, range]) => ({ key, fits: (product) => numbers(product, key).some((n) => inRange(n, range)) })),
  ];
}

function numbers(product, key) {
  return key === 'price' ? [product.p] : (product.x[key] ?? []);
}

function inRange(number, [low, high]) {
  return (low === null || number >= low) && (high === null || number <= high);
}

// Products with every word, each as written or as the start of a word that is only a typing mistake away.
function likely(products, words) {
  const known = [...new Set(products.flatMap((product) => product.plain.split(' ')))];
  const meant = words.map((word) => [word, ...known.filter((other) => isNear(word, other))]);
  return products.filter((product) => meant.every(([word, ...others]) => {
    const own = product.plain.split(' ');
    return product.plain.includes(word) || others.some((other) => own.includes(other));
  }));
}

function isNear(word, other) {
  const allowed = word.length >= 8 ? 2 : Number(word.length >= 4);
  return allowed > 0 && editsToStart(word, other.slice(0, word.length + allowed)) <= allowed;
}

// The fewest letters to add, drop or change so that `word` becomes the start of `other`, or all of it.
function editsToStart(word, other) {
  let edits = Array.from({ length: other.length + 1 }, (_, end) => end);
  for (const [at, letter] of [...word].entries()) {
    let before = at;
    edits = edits.map((above, end) => {
      before = end === 0 ? at + 1 : Math.min(above + 1, before + 1, edits[end - 1] + (letter === other[end - 1] ? 0 : 1));
      return before;
    });
  }
  return Math.min(...edits);
}

// A facet's own choices don't narrow its counts: they say what adding one more would show.
function count(counts, product, only) {
  for (const key of only === undefined ? Object.keys(product.x) : [only]) {
    counts[key] ??= {};
    for (const value of product.x[key] ?? []) counts[key][value] = (counts[key][value] ?? 0) + 1;
  }
}

function sorted(products, sort) {
  if (sort === 'price-asc') return products.sort((a, b) => a.p - b.p);
  if (sort === 'price-desc') return products.sort((a, b) => b.p - a.p);
  if (sort === 'name') return products.sort((a, b) => a.n.localeCompare(b.n));
  return products;
}
