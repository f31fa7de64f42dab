import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { withLine, withQuantity, totalsOf, countOf, parsed, openCart, money } = await load('cart.js');
const frame = { id: 'a|1', name: 'Alba', amount: '149.10', currency: 'EUR', notes: {} };
const shades = { id: 'b|1', name: 'Sol', amount: '0.20', currency: 'EUR', quantity: 3 };
const foreign = { id: 'c|1', name: 'Far', amount: '10.005', currency: 'KWD', quantity: 2 };

function storage() {
  const kept = new Map();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
}

test('the same version again raises its quantity and takes the newer price', () => {
  const lines = withLine(withLine([], frame), { ...frame, amount: '99.00' });
  assert.deepEqual(lines, [{ ...frame, amount: '99.00', quantity: 2 }]);
});

test('a version with other wishes is a line of its own', () => {
  const wish = { ...frame, notes: { lens: ' Single vision ', gift: '', other: 'x' } };
  const lines = withLine(withLine(withLine([], frame), wish), wish);
  assert.deepEqual(lines.map(({ quantity, notes }) => [quantity, notes]), [[1, {}], [2, { lens: 'Single vision' }]]);
  assert.notEqual(lines[0].id, lines[1].id);
  const long = withLine([], { ...frame, notes: { gift: 'x'.repeat(5000) } });
  assert.equal(long[0].notes.gift.length, 300);
});

test('quantities stay between 1 and 99; 0 takes the line away', () => {
  const lines = withLine([], frame);
  assert.equal(withQuantity(lines, frame.id, 500)[0].quantity, 99);
  assert.equal(withQuantity(lines, frame.id, 2.4)[0].quantity, 2);
  assert.deepEqual(withQuantity(lines, frame.id, 0), []);
});

test('totals are exact and kept apart by currency', () => {
  const lines = [{ ...frame, quantity: 1 }, shades, foreign];
  assert.deepEqual(totalsOf(lines), [
    { currency: 'EUR', amount: 149.7, count: 4 },
    { currency: 'KWD', amount: 20.01, count: 2 },
  ]);
  assert.equal(countOf(lines), 6);
});

test('what is not a cart counts as empty', () => {
  for (const text of [null, '', '{', '5', '{"a":1}', '[null,{"id":"x","quantity":0,"amount":"1"}]']) assert.deepEqual(parsed(text), []);
});

test('a line that can not be shown or asked about is left out', () => {
  const good = { ...frame, quantity: 1, image: '/images/a/320.webp', path: '/prices/a.json', url: '/products/a/' };
  const bad = [{ currency: 'x' }, { amount: 'NaN' }, { path: '//evil.example/a.json' }, { path: 'https://evil.example/' }, { url: 'javascript:alert(1)' }, { url: '/\\evil.example/' }, { url: '/\t/evil.example/' }, { url: ['/products/a/'] }, { image: 'https://evil.example/x.png' }, { quantity: 'many' }];
  assert.deepEqual(parsed(JSON.stringify([good, ...bad.map((wrong) => ({ ...good, ...wrong }))])), [good]);
  assert.deepEqual(parsed(JSON.stringify([{ ...good, notes: 'x', quantity: 1000 }]))[0], { ...good, quantity: 99 });
});

test('a cart is kept per store and told to whoever watches', () => {
  const place = storage();
  const cart = openCart('Optician', () => place);
  const seen = [];
  cart.watch((lines) => seen.push(countOf(lines)));
  cart.add(frame);
  cart.change(frame.id, 3);
  assert.deepEqual(seen, [0, 1, 3]);
  assert.equal(openCart('Optician', () => place).lines[0].quantity, 3);
  assert.deepEqual(openCart('Another', () => place).lines, []);
  cart.empty();
  assert.deepEqual([seen.at(-1), openCart('Optician', () => place).lines], [0, []]);
});

test('two tabs that change the cart at once lose nothing', () => {
  const place = storage();
  const [one, other] = [openCart('Optician', () => place), openCart('Optician', () => place)];
  one.add(frame);
  other.add(shades);
  one.update((line) => ({ ...line, amount: '1.00' }));
  assert.deepEqual(one.lines.map(({ id, amount }) => [id, amount]), [['a|1', '1.00'], ['b|1', '1.00']]);
});

test('a browser that forbids storage still has a cart for the page', () => {
  const cart = openCart('Optician', () => { throw new Error('denied'); });
  cart.add(frame);
  cart.add(shades);
  assert.equal(cart.lines.length, 2);
});

test('a browser without room keeps what it can not store for the page', () => {
  const place = { getItem: () => null, setItem: () => { throw new Error('full'); } };
  const cart = openCart('Optician', () => place);
  cart.add(frame);
  cart.add(shades);
  assert.equal(cart.lines.length, 2);
});

test('money is written for the language', () => {
  assert.equal(money('1234.5', 'EUR', 'en'), '€1,234.50');
});
