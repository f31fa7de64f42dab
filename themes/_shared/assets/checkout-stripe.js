// Payment links: each belongs to one version, so lines are paid one by one. The quantity is set on Stripe's page; what
// the payment was for, and what was asked for with it, is told with client_reference_id: letters, digits, - and _, at
// most 200 (docs.stripe.com, "Payment Links", URL parameters).

import { startCheckout } from './checkout.js';

export const takes = ({ checkout_ref: reference }) => /^https:\/\/\S+$/.test(reference ?? '');

export function paymentLink(line, { checkout_ref: reference }) {
  const address = new URL(reference);
  const { lens, gift } = line.notes;
  const told = [line.sku || line.product, line.variant, `x${line.quantity}`, lens, gift].filter(Boolean).join('_');
  address.searchParams.set('client_reference_id', told.replace(/[^\w-]+/g, '-').slice(0, 200));
  return address.href;
}

function ready({ lines, offers, form, root, text, words, cart, gate }) {
  const template = root.querySelector('[data-payment]');
  const list = form.querySelector('[data-payments]');
  list.replaceChildren(...lines.map((line) => {
    const item = template.content.cloneNode(true).firstElementChild;
    const slot = (name) => item.querySelector(`[data-slot=${name}]`);
    slot('name').textContent = `${line.quantity} × ${words.name(line)}: ${words.sum(line)}`;
    slot('notes').textContent = words.notes(line).join(' · ');
    slot('quantity').textContent = line.quantity > 1 ? text.setQuantity.replace('{count}', line.quantity) : '';
    slot('pay').setAttribute('aria-label', text.pay.replace('{name}', () => words.name(line)));
    slot('pay').addEventListener('click', async () => {
      const now = await gate.check();
      if (now) location.assign(paymentLink(line, now.get(line.id)));
    });
    slot('paid').setAttribute('aria-label', text.paid.replace('{name}', () => words.name(line)));
    slot('paid').addEventListener('click', () => {
      cart.change(line.id, 0);
      item.remove();
      (list.querySelector('button') ?? root.querySelector('[data-empty] a')).focus();
    });
    return item;
  }));
}

if (globalThis.document) startCheckout({ takes, ready, handOver: ready });
