// The cart page: its lines, their quantities, totals by currency; prices are asked for when it opens and before checkout.

import { money, pageCart, totalsOf } from './cart.js';
import { priceGate } from './price-gate.js';

const { locale } = document.body.dataset;
const root = document.querySelector('[data-cart]');
const text = root.dataset;
const plural = new Intl.PluralRules(locale);
const list = root.querySelector('[data-lines]');
const status = root.querySelector('[data-status]');
const template = root.querySelector('template[data-line]');
const cart = pageCart();

function show(lines) {
  root.querySelector('[data-empty]').hidden = lines.length > 0;
  root.querySelector('[data-full]').hidden = lines.length === 0;
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const items = lines.map((line) => filled(known.get(line.id) ?? madeFor(line), line));
  if (items.some((item, place) => list.children[place] !== item) || items.length !== list.children.length) list.replaceChildren(...items);
  root.querySelector('[data-totals]').replaceChildren(...totalsOf(lines).flatMap(total));
}

function madeFor(line) {
  const item = template.content.cloneNode(true).firstElementChild;
  const slot = (name) => item.querySelector(`[data-slot=${name}]`);
  item.dataset.id = line.id;
  const name = [line.name, line.option].filter(Boolean).join(', ');
  Object.assign(slot('link'), { href: line.url, textContent: line.name });
  slot('option').textContent = line.option;
  slot('quantity').setAttribute('aria-label', text.quantity.replace('{name}', () => name));
  slot('quantity').addEventListener('change', ({ target }) => cart.change(line.id, Math.max(1, Number(target.value))));
  slot('remove').setAttribute('aria-label', text.remove.replace('{name}', () => name));
  slot('remove').addEventListener('click', () => remove(line, name));
  slot('shown').textContent = line.shown ? text.shownIn.replace('{name}', () => line.shown) : '';
  slot('lens').textContent = line.notes.lens ? text.lens.replace('{text}', () => line.notes.lens) : '';
  slot('gift').textContent = line.notes.gift ? text.gift.replace('{text}', () => line.notes.gift) : '';
  if (line.image) slot('media').replaceChildren(photo(line.image));
  return item;
}

function filled(item, { amount, currency, quantity, was, stop }) {
  const slot = (name) => item.querySelector(`[data-slot=${name}]`);
  slot('each').textContent = money(amount, currency, locale);
  slot('was').textContent = was ? money(was.amount, was.currency, locale) : '';
  slot('stop').textContent = { gone: text.gone, out: text.out }[stop] ?? '';
  slot('before').hidden = !was;
  slot('quantity').value = quantity;
  slot('total').textContent = money(Number(amount) * quantity, currency, locale);
  item.classList.toggle('is-stopped', Boolean(stop));
  return item;
}

function photo(src) {
  const image = document.createElement('img');
  return Object.assign(image, { className: 'photo', alt: '', width: 80, height: 80, src });
}

function remove(line, name) {
  cart.change(line.id, 0);
  status.textContent = text.removed.replace('{name}', () => name);
  (list.querySelector('[data-slot=remove]') ?? root.querySelector('[data-empty] a')).focus();
}

function total({ currency, amount, count }) {
  const label = document.createElement('dt');
  label.textContent = (plural.select(count) === 'one' ? text.one : text.other).replace('{count}', count);
  const sum = document.createElement('dd');
  sum.textContent = money(amount, currency, locale);
  return [label, sum];
}

cart.watch(show);
const gate = priceGate(cart);
if (cart.lines.length) gate.check();
root.querySelector('[data-checkout-link]').addEventListener('click', async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab, where checkout asks for itself
  event.preventDefault();
  const { href } = event.currentTarget;
  if (await gate.check()) location.assign(href);
});
