import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';
import { tableOf } from './tables.mjs';

const { readState, writeState, isAsked, isFiltered, select } = await load('filtering.js');
const kinds = { shape: 'choice', colour: 'choice', lens_width: 'range', frame_width: 'range', price: 'range' };
const labels = { shape: { round: 'Round', square: 'Square' }, colour: { black: 'Black', brown: 'Brown' } };
const frames = [
  { name: 'alba', price: 90, sizes: [[52, 18, 140], [54, 18, 145]], shape: ['square'], colour: ['black', 'brown'], category: ['glasses'] },
  { name: 'Cord', price: 9, category: ['accessories'] },
  { name: 'Montaña', price: 120, sizes: [[48, 20, 140]], width: 130, shape: ['round'], colour: ['black'], category: ['glasses', 'women'] },
  { name: 'Zeta', price: 200, sizes: [[54, 18, 145]], shape: ['round'], colour: ['brown'], category: ['sunglasses'] },
];
const table = tableOf([frames.slice(2), frames.slice(0, 2)], labels);
const asked = (query) => readState(new URLSearchParams(query), kinds);
const names = (query, scope) => select(table, asked(query), scope).products.map((product) => table.names[product]);

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
  assert.deepEqual(names('shape=round,square'), ['alba', 'Montaña', 'Zeta']);
  assert.deepEqual(names('shape=round,square&colour=brown'), ['alba', 'Zeta']);
  assert.deepEqual(names('shape=triangle'), []);
});

test('ranges include their ends and look at every size of a product', () => {
  assert.deepEqual(names('lens_width=54-54'), ['alba', 'Zeta']);
  assert.deepEqual(names('price=90-120'), ['alba', 'Montaña']);
  assert.deepEqual(names('price=121-'), ['Zeta']);
});

test('what nobody measured is in no range', () => {
  assert.deepEqual(names('frame_width=-200'), ['Montaña']);
  assert.deepEqual(names('lens_width=-48'), ['Montaña']);
});

test('words and filters narrow together', () => {
  assert.deepEqual(names('q=round&colour=brown'), ['Zeta']);
  const found = select(table, asked('q=cord&shape=round'));
  assert.deepEqual([found.products.length, found.near], [0, false]);
});

test('words and sorting are no filters', () => {
  assert.equal(isFiltered(asked('q=tortose&sort=name')), false);
  assert.equal(isFiltered(asked('q=tortose&shape=round')), true);
  assert.equal(isFiltered(asked('price=-9')), true);
});

test('counts say what each choice would show, a facet not narrowing itself', () => {
  const { counts } = select(table, asked('shape=round&price=-150'));
  assert.deepEqual(counts.shape, { round: 1, square: 1 });
  assert.deepEqual(counts.colour, { black: 1, brown: 0 });
});

test('sorting leaves the table in the shop\'s order', () => {
  assert.deepEqual(names('sort=price-desc'), ['Zeta', 'Montaña', 'alba', 'Cord']);
  assert.deepEqual(names('sort=price-asc'), ['Cord', 'alba', 'Montaña', 'Zeta']);
  assert.deepEqual(names('sort=name'), ['alba', 'Cord', 'Montaña', 'Zeta']);
  assert.deepEqual(names(''), ['alba', 'Cord', 'Montaña', 'Zeta']);
});

test('a page\'s own list is narrowed to its products, and counted so', () => {
  assert.deepEqual(names('', 'category:glasses'), ['alba', 'Montaña']);
  assert.deepEqual(names('', 'category:glasses shape:round'), ['Montaña']);
  assert.deepEqual(names('', 'brand:none'), []);
  assert.deepEqual(select(table, asked(''), 'category:glasses').counts.shape, { round: 1, square: 1 });
});

test('a size puts the nearest frames first and keeps those far away out', () => {
  assert.deepEqual(names('q=53-18-145'), ['alba', 'Zeta', 'Montaña']);
  assert.deepEqual(names('q=53 18 145 round'), ['Zeta', 'Montaña']);
  assert.deepEqual(names('q=70-18-145'), []);
});
