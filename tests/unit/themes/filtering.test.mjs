import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { readState, writeState, isAsked, isFiltered, within, select, plain } = await load('filtering.js');
const kinds = { shape: 'choice', colour: 'choice', lens_width: 'range', price: 'range' };
const frames = [
  { n: 'Montaña', p: 120, k: 'montaña round black', x: { shape: ['round'], colour: ['black'], lens_width: [48], category: ['glasses', 'women'] } },
  { n: 'alba', p: 90, k: 'alba square black', x: { shape: ['square'], colour: ['black', 'brown'], lens_width: [52, 54], category: ['glasses'] } },
  { n: 'Zeta', p: 200, k: 'zeta round brown', x: { shape: ['round'], colour: ['brown'], lens_width: [54], category: ['sunglasses'] } },
  { n: 'Cord', p: 9, k: 'cord', x: { category: ['accessories'] } },
];
const asked = (query) => readState(new URLSearchParams(query), kinds);
const names = (query) => select(frames, asked(query)).products.map(({ n }) => n);

test('a state survives being written as an address', () => {
  const query = 'q=caf%C3%A9%20%26%20co&shape=round,square&lens_width=50-54&price=-99.5&sort=price-asc';
  assert.deepEqual(asked(query), {
    words: 'café & co', sort: 'price-asc', choices: { shape: ['round', 'square'] }, ranges: { lens_width: [50, 54], price: [null, 99.5] },
  });
  assert.equal(writeState(asked(query)), query);
});

test('values may also be repeated, as a form without script sends them', () => {
  assert.deepEqual(asked('shape=round&shape=square&shape=round').choices, { shape: ['round', 'square'] });
});

test('what is not a filter of the page or makes no sense is left out', () => {
  assert.equal(isAsked(asked('utm_source=mail&sort=evil&lens_width=abc&price=-&q=+')), false);
});

test('choices of one facet widen, facets narrow', () => {
  assert.deepEqual(names('shape=round,square'), ['Montaña', 'alba', 'Zeta']);
  assert.deepEqual(names('shape=round,square&colour=brown'), ['alba', 'Zeta']);
});

test('ranges include their ends and look at every size of a product', () => {
  assert.deepEqual(names('lens_width=54-54'), ['alba', 'Zeta']);
  assert.deepEqual(names('price=90-120'), ['Montaña', 'alba']);
  assert.deepEqual(names('price=121-'), ['Zeta']);
});

test('words are found without accents and in any order', () => {
  assert.equal(plain('MontaÑa'), 'montana');
  assert.deepEqual(names('q=BLACK+montana'), ['Montaña']);
  assert.deepEqual(names('q=montana+brown'), []);
});

const near = (words) => {
  const found = select(frames, asked(`q=${words}`));
  return [found.near, ...found.products.map(({ n }) => n)];
};

test('words with a typing mistake are found where nothing is written so', () => {
  assert.deepEqual(near('sqare'), [true, 'alba']); // a letter too few
  assert.deepEqual(near('browwn'), [true, 'Zeta']); // too many
  assert.deepEqual(near('blaek+montana'), [true, 'Montaña']); // another one, beside a word as written
  assert.deepEqual(near('nontaha'), [false]); // two in a short word
  assert.deepEqual(select([{ n: 'a', k: 'tortoiseshell', x: {} }], asked('q=tortose')).products.length, 1); // a start
  assert.deepEqual(select([{ n: 'a', k: 'tortoiseshell', x: {} }], asked('q=tortseshel')).products.length, 1); // two in a long one
});

test('what is written so comes alone, and short words have to be right', () => {
  assert.deepEqual(near('zeta'), [false, 'Zeta']);
  assert.deepEqual(near('alb'), [false, 'alba']);
  assert.deepEqual(near('abl'), [false]);
  assert.deepEqual(near(''), [false, 'Montaña', 'alba', 'Zeta', 'Cord']);
});

test('a filter that takes the last product away does not change the words', () => {
  const found = select(frames, asked('q=cord&shape=round'));
  assert.deepEqual([found.products.length, found.near], [0, false]);
});

test('words and sorting are no filters', () => {
  assert.equal(isFiltered(asked('q=tortose&sort=name')), false);
  assert.equal(isFiltered(asked('q=tortose&shape=round')), true);
  assert.equal(isFiltered(asked('price=-9')), true);
});

test('counts say what each choice would show, a facet not narrowing itself', () => {
  const { counts } = select(frames, asked('shape=round&price=-150'));
  assert.deepEqual(counts.shape, { round: 1, square: 1 });
  assert.deepEqual(counts.colour, { black: 1 });
});

test('sorting leaves the index in its order', () => {
  assert.deepEqual(names('sort=price-desc'), ['Zeta', 'Montaña', 'alba', 'Cord']);
  assert.deepEqual(names('sort=name'), ['alba', 'Cord', 'Montaña', 'Zeta']);
  assert.deepEqual(names(''), ['Montaña', 'alba', 'Zeta', 'Cord']);
});

test('a listing is narrowed to its own products', () => {
  assert.deepEqual(within(frames, 'category:glasses').map(({ n }) => n), ['Montaña', 'alba']);
  assert.equal(within(frames, '').length, 4);
  assert.equal(within(frames, 'brand:none').length, 0);
});
