import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { noteLines } = await load('checkout-summary.js');
const { orderText, mailAddress } = await load('checkout-email.js');
const { addressWith } = await load('checkout-link.js');
const shopify = await load('checkout-shopify.js');
const stripe = await load('checkout-stripe.js');
const { itemAttributes } = await load('checkout-snipcart.js');
const post = await load('checkout-post.js');

const alba = { id: 'a|1', product: 'a', variant: '1', name: "O'Neill & <b>", option: 'Havana', sku: 'A-1', amount: '149.00', currency: 'EUR', quantity: 2, notes: { lens: 'Single vision', gift: 'For Ana, $& love' } };
const sol = { id: 'b|2', product: 'b', variant: '2', name: 'Sol', option: '', sku: '', amount: '9.50', currency: 'EUR', quantity: 1, image: '/images/s.jpg', notes: {} };
const offers = new Map([
  ['a|1', { id: '1', sku: 'A-1', price: '149.00', currency: 'EUR', checkout_ref: '41', signed_price: 'x.y.z', validation_url: 'https://shop.example/prices/a.snipcart.json' }],
  ['b|2', { id: '2', price: '9.50', currency: 'EUR', checkout_ref: '42', signed_price: 'u.v.w', validation_url: '/prices/b.snipcart.json' }],
]);
const notesOf = (line) => noteLines(line, { lens: 'Lenses: {text}', gift: 'Gift note: {text}' });
const words = {
  name: ({ name, option }) => [name, option].filter(Boolean).join(', '), sum: ({ amount, quantity }) => `€${Number(amount) * quantity}`,
  total: ({ count }) => `Total, ${count}`, money: (amount) => `€${amount}`, notes: notesOf,
};

test('notes are said as they were written', () => {
  assert.deepEqual(notesOf(alba), ['Lenses: Single vision', 'Gift note: For Ana, $& love']);
  assert.deepEqual(notesOf(sol), []);
  assert.deepEqual(notesOf({}), []);
});

test('an e-mail says what is ordered, with which notes, by whom', () => {
  const details = [{ name: 'city', label: 'City', value: 'Madrid' }];
  const text = orderText({ lines: [alba, sol], details, text: { greeting: 'Hello' }, words });
  assert.equal(text, [
    'Hello', '', "2 × O'Neill & <b>, Havana: €298", '    Lenses: Single vision', '    Gift note: For Ana, $& love',
    '1 × Sol: €9.5', 'Total, 3: €307.5', '', 'City: Madrid',
  ].join('\n'));
  assert.equal(mailAddress('mailto:a@b.example', 'Order & more', 'x\ny'), 'mailto:a@b.example?subject=Order%20%26%20more&body=x%0D%0Ay');
});

test('a payment page is told quantities and notes, never prices', () => {
  const address = new URL(addressWith('https://pay.example/cart?shop=1', [alba, sol], notesOf));
  assert.equal(address.searchParams.get('shop'), '1');
  assert.equal(address.searchParams.get('items'), 'A-1:2,b|2:1');
  assert.equal(address.searchParams.get('note'), 'A-1: Lenses: Single vision\nA-1: Gift note: For Ana, $& love');
  assert.ok(!address.href.includes('149'));
});

test('a Shopify permalink adds up lines of one version', () => {
  const other = { ...alba, id: 'a|1|gift', notes: {} };
  const known = new Map([...offers, [other.id, offers.get('a|1')]]);
  const details = [{ name: 'prescription', label: 'Prescription', value: 'Yes, by e-mail' }];
  const address = new URL(shopify.permalink('https://optician.myshopify.example', [alba, sol, other], known, details, notesOf));
  assert.equal(address.origin + address.pathname, 'https://optician.myshopify.example/cart/41:4,42:1');
  assert.equal(address.searchParams.get('attributes[prescription]'), 'Yes, by e-mail');
  assert.match(address.searchParams.get('note'), /^O'Neill & <b>: Lenses: Single vision\n/);
  assert.deepEqual(['41', '4x', '', undefined].map((checkout_ref) => shopify.takes({ checkout_ref })), [true, false, false, false]);
});

test('a payment link says which version it was opened for', () => {
  const link = stripe.paymentLink(alba, { checkout_ref: 'https://buy.stripe.example/x?locale=es' });
  assert.equal(link, 'https://buy.stripe.example/x?locale=es&client_reference_id=A-1_1_x2_Single-vision_For-Ana-love');
  const long = { ...sol, sku: 'e'.repeat(300) };
  assert.match(new URL(stripe.paymentLink(long, { checkout_ref: 'https://b.example/' })).searchParams.get('client_reference_id'), /^[\w-]{200}$/);
  const refs = ['https://buy.example/a', 'http://buy.example/a', 'javascript:alert(1)', undefined];
  assert.deepEqual(refs.map((checkout_ref) => stripe.takes({ checkout_ref })), [true, false, false, false]);
});

test('Snipcart gets the attributes that it documents', () => {
  const labels = { lensName: 'Lenses', giftName: 'Gift note' };
  assert.deepEqual(itemAttributes(alba, offers.get('a|1'), labels, 'https://shop.example'), {
    'data-item-id': 'a|1', 'data-item-name': "O'Neill & <b>", 'data-item-price': '149.00',
    'data-item-url': 'https://shop.example/prices/a.snipcart.json', 'data-item-description': 'Havana', 'data-item-quantity': '2',
    'data-item-custom1-name': 'Lenses', 'data-item-custom1-type': 'readonly', 'data-item-custom1-value': 'Single vision',
    'data-item-custom2-name': 'Gift note', 'data-item-custom2-type': 'readonly', 'data-item-custom2-value': 'For Ana, $& love',
  });
  assert.equal(itemAttributes(sol, offers.get('b|2'), labels, 'https://shop.example')['data-item-image'], 'https://shop.example/images/s.jpg');
});

test('a form carries each line with its signed price, from the price file and not from the cart', () => {
  const stale = { ...alba, amount: '1.00' };
  const fields = new Map(post.lineFields([stale, sol], offers));
  assert.equal(fields.get('lines[0][price]'), '149.00');
  assert.equal(fields.get('lines[0][signed_price]'), 'x.y.z');
  assert.equal(fields.get('lines[0][quantity]'), '2');
  assert.equal(fields.get('lines[0][gift]'), 'For Ana, $& love');
  assert.equal(fields.get('lines[1][variant]'), '2');
  assert.equal(fields.get('lines[1][lens]'), '');
  assert.deepEqual([post.takes({ signed_price: 'a' }), post.takes({})], [true, false]);
});
