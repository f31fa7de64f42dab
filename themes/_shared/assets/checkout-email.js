// The order as an e-mail that the customer sends.

import { startCheckout } from './checkout.js';
import { totalsOf } from './cart.js';

export function orderText({ lines, details, text, words }) {
  const told = lines.flatMap((line) => [
    `${line.quantity} × ${words.name(line)}: ${words.sum(line)}`, ...words.notes(line).map((note) => `    ${note}`),
  ]);
  const totals = totalsOf(lines).map((total) => `${words.total(total)}: ${words.money(total.amount, total.currency)}`);
  return [text.greeting, '', ...told, ...totals, '', ...details.map(({ label, value }) => `${label}: ${value}`)].join('\n');
}

export function mailAddress(address, subject, body) {
  return `${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
}

function handOver(order) {
  const { form, text, cart } = order;
  const area = form.querySelector('[data-text]');
  area.value = orderText(order);
  form.querySelector('[data-written]').hidden = false;
  form.querySelector('[data-copy]').onclick = async () => {
    area.select();
    await navigator.clipboard.writeText(area.value);
    form.querySelector('[data-copy-status]').textContent = text.copied;
  };
  form.querySelector('[data-sent]').onclick = () => cart.empty();
  const mail = form.querySelector('[data-mail]');
  mail.href = mailAddress(text.action, text.subject, area.value);
  location.href = mail.href; // a browser that asked for prices too long takes it for no wish of the customer's
}

if (globalThis.document) startCheckout({ handOver });
