import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { askPrices, compared, accepted, isSettled, offerOf } = await load('prices.js');
const line = { id: 'a|1', variant: '1', name: 'Alba', amount: '149.00', currency: 'EUR', quantity: 2 };
const file = (changes = {}) => ({ id: 'a', variants: [{ id: '1', price: '149.00', currency: 'EUR', availability: 'in_stock', ...changes }] });
const answer = (status, body) => ({ status, ok: status < 400, json: async () => (typeof body === 'string' ? JSON.parse(body) : body) });

test('a price that is as it was leaves the line as it is', () => {
  assert.deepEqual(compared(line, file()), line);
  assert.equal(isSettled(compared(line, file())), true);
});

test('another price has to be accepted first, and then holds', () => {
  const changed = compared(line, file({ price: '159.00' }));
  assert.deepEqual(changed, { ...line, amount: '159.00', was: { amount: '149.00', currency: 'EUR' } });
  assert.equal(isSettled(changed), false);
  assert.deepEqual(compared(changed, file({ price: '159.00' })), changed, 'asking again is no yes');
  assert.equal(isSettled(compared(accepted(changed), file({ price: '159.00' }))), true);
});

test('what the customer saw last counts, whatever happened between', () => {
  const twice = compared(compared(line, file({ price: '159.00' })), file({ price: '169.00' }));
  assert.deepEqual([twice.amount, twice.was.amount], ['169.00', '149.00']);
  assert.equal(isSettled(compared(twice, file())), true, 'back to what it was');
});

test('a lower price and another currency are changes too', () => {
  assert.equal(compared(line, file({ price: '99.00' })).was.amount, '149.00');
  assert.equal(compared(line, file({ currency: 'USD' })).was.currency, 'EUR');
});

test('what is gone or sold out can not be ordered, until it is back', () => {
  for (const none of [null, undefined, { variants: [] }]) assert.equal(compared(line, none).stop, 'gone');
  const out = compared(line, file({ availability: 'out_of_stock' }));
  assert.equal(out.stop, 'out');
  assert.equal(isSettled(out), false);
  assert.equal(isSettled(compared(out, file())), true);
  assert.equal(isSettled(compared(compared(line, null), file())), true);
});

test('an offer knows where Snipcart looks the price up', () => {
  assert.equal(offerOf(line, { ...file(), validation_url: '/prices/a.snipcart.json' }).validation_url, '/prices/a.snipcart.json');
  assert.equal(offerOf(line, null), undefined);
});

test('each file is asked for once, past the cache', async () => {
  const asked = [];
  const ask = async (path, options) => { asked.push([path, options.cache]); return answer(200, file()); };
  const files = await askPrices(['/prices/a.json', '/prices/a.json', '/prices/b.json'], ask);
  assert.deepEqual(asked, [['/prices/a.json', 'no-store'], ['/prices/b.json', 'no-store']]);
  assert.equal(files.get('/prices/b.json').id, 'a');
});

test('a product that is no longer there has no file; anything else is no answer', async () => {
  for (const status of [404, 410]) assert.equal((await askPrices(['/p'], async () => answer(status))).get('/p'), null);
  assert.equal((await askPrices([undefined])).get(undefined), null);
  for (const bad of [answer(500), answer(200, '<!doctype html>'), answer(200, {}), answer(200, null)]) {
    await assert.rejects(askPrices(['/p'], async () => bad));
  }
  await assert.rejects(askPrices(['/p'], async () => { throw new TypeError('offline'); }));
});
