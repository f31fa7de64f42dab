// Handing the cart over: as an e-mail that the customer sends, or to the payment page with the cart in its address.

import { money, pageCart, totalsOf } from './cart.js';

const { locale } = document.body.dataset;
const root = document.querySelector('[data-checkout]');
const text = root.dataset;
const plural = new Intl.PluralRules(locale);
const cart = pageCart();

const nameOf = ({ name, option, sku }) => [name, option, sku].filter(Boolean).join(', ');
const sumOf = ({ amount, quantity, currency }) => money(Number(amount) * quantity, currency, locale);
const labelOf = (count) => (plural.select(count) === 'one' ? text.one : text.other).replace('{count}', count);

function made(tag, content) {
  return Object.assign(document.createElement(tag), { textContent: content });
}

function show(lines) {
  root.querySelector('[data-empty]').hidden = lines.length > 0;
  root.querySelector('[data-full]').hidden = lines.length === 0;
  root.querySelector('[data-lines]').replaceChildren(...lines.map((line) => {
    const item = document.createElement('li');
    item.append(made('span', `${line.quantity} × ${nameOf(line)}`), made('span', sumOf(line)));
    return item;
  }));
  root.querySelector('[data-totals]').replaceChildren(
    ...totalsOf(lines).flatMap(({ currency, amount, count }) => [made('dt', labelOf(count)), made('dd', money(amount, currency, locale))]),
  );
  const link = root.querySelector('[data-go]');
  if (link) link.href = addressWith(lines);
}

// "items=SKU:2,SKU:1": quantities only, since the payment page knows the prices.
function addressWith(lines) {
  const address = new URL(text.action);
  address.searchParams.set('items', lines.map((line) => `${line.sku || line.id}:${line.quantity}`).join(','));
  return address;
}

function orderText(form) {
  const lines = cart.lines.map((line) => `${line.quantity} × ${nameOf(line)}: ${sumOf(line)}`);
  const totals = totalsOf(cart.lines).map(({ currency, amount, count }) => `${labelOf(count)}: ${money(amount, currency, locale)}`);
  const details = [...form.querySelectorAll('[data-label]')].filter(({ value }) => value).map(({ dataset, value }) => `${dataset.label}: ${value}`);
  return [text.greeting, '', ...lines, ...totals, '', ...details].join('\n');
}

function write(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const order = orderText(form);
  const area = form.querySelector('[data-text]');
  area.value = order;
  form.querySelector('[data-written]').hidden = false;
  const body = encodeURIComponent(order.replaceAll('\n', '\r\n'));
  location.href = `${text.action}?subject=${encodeURIComponent(text.subject)}&body=${body}`;
}

const form = root.querySelector('[data-order]');
form?.addEventListener('submit', write);
form?.querySelector('[data-copy]').addEventListener('click', async () => {
  const area = form.querySelector('[data-text]');
  area.select();
  await navigator.clipboard.writeText(area.value);
  form.querySelector('[data-copy-status]').textContent = text.copied;
});

cart.watch(show);
