import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { MOST, openShelf, parsed, slugOf, withFirst, without } = await load('shelf.js');
const frame = (slug) => ({ slug, url: `/products/${slug}/`, name: slug.toUpperCase() });

function storage() {
  const kept = new Map();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
}

test('the newest frame comes first, once, and the oldest goes', () => {
  const frames = ['a', 'b', 'a', 'c', 'd'].reduce((all, slug) => withFirst(all, frame(slug), 3), []);
  assert.deepEqual(frames.map(({ slug }) => slug), ['d', 'c', 'a']);
  assert.deepEqual(without(frames, 'c').map(({ slug }) => slug), ['d', 'a']);
});

test('a frame goes by one name in every language and version', () => {
  const addresses = ['/products/alba/', '/es/products/alba/', '/frames/products/alba/?variant=2', '/products/alba/#reviews'];
  assert.deepEqual(new Set(addresses.map(slugOf)), new Set(['alba']));
  assert.equal(slugOf(''), '');
});

test('what is stored and is no frame of this store is left out', () => {
  const strange = [null, {}, { ...frame('a'), url: 'https://elsewhere.example/products/a/' }, { ...frame('b'), slug: 'other' }, { ...frame('c'), image: '//x' }, { ...frame('e'), url: '/\\elsewhere.example/e' }, { ...frame('f'), image: '/\n/x' }];
  assert.deepEqual(parsed(JSON.stringify([...strange, frame('d')])), [frame('d')]);
  assert.deepEqual(['{', 'null', '3'].map(parsed), [[], [], []]);
});

test('a shelf remembers, tells who watches and says when it is full', () => {
  const kept = storage();
  const told = [];
  const shelf = openShelf('compare', 'Shop', () => kept);
  shelf.watch((frames) => told.push(frames.length));
  for (const slug of ['a', 'b', 'c', 'd']) shelf.put(frame(slug));
  assert.equal(shelf.isFull, true);
  shelf.drop('b');
  assert.deepEqual(told, [0, 1, 2, 3, 4, 3]);
  assert.equal(shelf.has('b'), false);
  assert.deepEqual(openShelf('compare', 'Shop', () => kept).frames.map(({ slug }) => slug), ['d', 'c', 'a']);
  assert.deepEqual(openShelf('compare', 'Other shop', () => kept).frames, []);
});

test('what another tab has added meanwhile is kept', () => {
  const kept = storage();
  const [here, there] = [openShelf('wishlist', 'Shop', () => kept), openShelf('wishlist', 'Shop', () => kept)];
  there.put(frame('a'));
  here.put(frame('b'));
  assert.deepEqual(here.frames.map(({ slug }) => slug), ['b', 'a']);
});

test('filling a shelf keeps to its most', () => {
  const shelf = openShelf('compare', 'Shop', () => storage());
  shelf.fill(['a', 'b', 'c', 'd', 'e'].map(frame));
  assert.equal(shelf.frames.length, MOST.compare);
});

test('without storage a shelf lasts as long as the page', () => {
  const shelf = openShelf('recent', 'Shop', () => { throw new Error('forbidden'); });
  shelf.put(frame('a'));
  shelf.put(frame('b'));
  assert.deepEqual(shelf.frames.map(({ slug }) => slug), ['b', 'a']);
});
