import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';
import { tableOf } from './tables.mjs';

const { findWords, isMeant, byNearness } = await load('search-words.js');
const { suggest } = await load('search-suggest.js');
const { cardFrom } = await load('search-index.js');

const labels = {
  brand: { 'ray-ban': 'Ray-Ban', 'dolce-gabbana': 'Dolce & Gabbana', oneill: "O'Neill" },
  shape: { round: 'Redonda', square: 'Cuadrada' },
  category: { sun: 'Gafas de sol', 'sun/kids': 'Niños' },
};
const index = { root: '/es/', labels };
const table = tableOf([
  [
    { name: 'Wayfarer', brand: ['ray-ban'], shape: ['square'], colours: ['Habana'], sizes: [[50, 22, 150]] },
    { name: 'Round Metal', brand: ['ray-ban'], shape: ['round'], sold: true },
  ],
  [
    { name: 'Ray-Ban Junior', brand: ['ray-ban'], featured: true, sizes: [[46, 16, 130]] },
    { name: 'Ørebro', brand: ['dolce-gabbana'], shape: ['round'] },
  ],
], labels);

function found(text) {
  const meant = findWords(table, text);
  const products = [...table.order].filter((product) => isMeant(meant, product));
  return [meant.near, ...byNearness(products, meant).map((product) => table.names[product])];
}

test('what a card shows of a product\'s facts', () => {
  assert.deepEqual(table.shown(1), { name: 'Round Metal', brand: 'Ray-Ban', shape: 'Redonda', outline: 'round', inStock: false });
  assert.deepEqual(table.shown(2), { name: 'Ray-Ban Junior', brand: 'Ray-Ban', shape: undefined, outline: undefined, inStock: true });
});

test('products come in the shop\'s order', () => {
  assert.deepEqual(found(''), [false, 'Ray-Ban Junior', 'Wayfarer', 'Ørebro', 'Round Metal']);
});

test('names, brands, colours and the words of facets are searched, in any order', () => {
  assert.deepEqual(found('HABANA way'), [false, 'Wayfarer']);
  assert.deepEqual(found('redonda'), [false, 'Ørebro', 'Round Metal']);
  assert.deepEqual(found('rayban'), [false, 'Ray-Ban Junior', 'Wayfarer', 'Round Metal']);
  assert.deepEqual(found('ray ban metal'), [false, 'Round Metal']);
  assert.deepEqual(found('dolcegabbana'), [false, 'Ørebro']);
  assert.deepEqual(found('orebro'), [false, 'Ørebro']);
});

test('a whole word comes before a beginning, a beginning before a part', () => {
  const words = tableOf([[{ name: 'Anders' }, { name: 'Sanders' }, { name: 'Anderson' }, { name: 'Ander' }]]);
  const meant = findWords(words, 'ander');
  const products = byNearness([...words.order].filter((product) => isMeant(meant, product)), meant);
  assert.deepEqual(products.map((product) => words.names[product]), ['Ander', 'Anders', 'Anderson', 'Sanders']);
});

test('mistakes are looked past only where nothing is written so', () => {
  assert.deepEqual(found('wayfaerer'), [true, 'Wayfarer']);
  assert.deepEqual(found('vayfarer'), [true, 'Wayfarer']);
  assert.deepEqual(found('metal wayfarer'), [false]);
  assert.deepEqual(found('junior habena'), [false]);
  assert.deepEqual(found('zzzz'), [false]);
});

test('a size is measured against every frame that has one', () => {
  const meant = findWords(table, '50-20-150');
  assert.deepEqual(meant.size, [50, 20, 150]);
  assert.deepEqual(found('50-20-150'), [false, 'Wayfarer']);
  assert.deepEqual(found('47-16 junior'), [false, 'Ray-Ban Junior']);
});

test('suggestions name products, brands and categories with their pages', () => {
  assert.deepEqual(suggest(table, index, 'ray'), [
    { kind: 'product', label: 'Ray-Ban Junior', note: '', product: 2 },
    { kind: 'product', label: 'Wayfarer', note: 'Ray-Ban', product: 0 },
    { kind: 'product', label: 'Round Metal', note: 'Ray-Ban', product: 1 },
    { kind: 'brand', label: 'Ray-Ban', url: '/es/brands/ray-ban/', cost: 0 },
  ]);
  assert.deepEqual(suggest(table, index, 'nin').map(({ url }) => url), ['/es/shop/sun/kids/']);
  assert.deepEqual(suggest(table, index, 'oneil').map(({ label }) => label), ["O'Neill"]);
  assert.deepEqual(suggest(table, index, 'gafsa de sol').map(({ label }) => label), ['Gafas de sol']);
  assert.deepEqual(suggest(table, index, ' '), []);
});

test('of many products the nearest few are suggested, equal ones in the shop\'s order', () => {
  const many = tableOf([['Xanders', 'Anders B', 'Ander C', 'Anders A', 'Ander D', 'Anderson', 'Ander B'].map((name) => ({ name }))]);
  const found = suggest(many, { root: '/', labels: {} }, 'ander').map(({ label }) => label);
  assert.deepEqual(found, ['Ander B', 'Ander C', 'Ander D', 'Anders A', 'Anders B']);
});

test('a card is read from its columns', () => {
  const only = (value) => ({ values: [value], of: [[], 0] });
  const columns = {
    id: ['a', 'b'], slug: ['a', 'bee'], price: ['1 €', '2,50 €'],
    was: only('3 €'), from: [0, 1], size: only('52□18'),
    colours: { values: [['Negro', '#000000'], ['Oro', null]], of: [[], [0, 1]] }, rating: only(['4,5', 2]),
    photo: [null, 'abc/r1'], files: only([['avif', 'jpg'], [320, 900], 900, 600, true]),
  };
  const place = { root: '/x/es/', images: '/x/images/' };
  const card = cardFrom(columns, 1, place);
  assert.deepEqual(card.photo, {
    sources: [{ type: 'image/avif', srcset: '/x/images/abc/r1/320.avif 320w, /x/images/abc/r1/900.avif 900w' }],
    src: '/x/images/abc/r1/900.jpg', srcset: '/x/images/abc/r1/320.jpg 320w, /x/images/abc/r1/900.jpg 900w', width: 900, height: 600, hasAlpha: true,
  });
  delete card.photo;
  assert.deepEqual(card, {
    id: 'b', url: '/x/es/products/bee/', price: '2,50 €', was: '3 €', from: true,
    size: '52□18', colours: [['Negro', '#000000'], ['Oro', null]], rating: ['4,5', 2],
  });
  const bare = cardFrom(columns, 0, place);
  assert.deepEqual([bare.was, bare.size, bare.colours, bare.photo], [undefined, undefined, [], undefined]);
});
