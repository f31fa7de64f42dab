// A form, sent to the shop's own endpoint: the details, and each line with the price that the store has signed for it
// (docs/checkout.md). The endpoint believes the signature, not the form.

import { startCheckout } from './checkout.js';

export const takes = ({ signed_price: signed }) => Boolean(signed);

/** [[field's name, value]]: lines[0][product], lines[0][signed_price] … */
export function lineFields(lines, offers) {
  return lines.flatMap((line, index) => {
    const { id: variant, sku = '', price, currency, signed_price } = offers.get(line.id);
    const { product, name, option, quantity, notes: { lens = '', gift = '' } } = line;
    const fields = { product, variant, sku, name, option, quantity, price, currency, signed_price, lens, gift };
    return Object.entries(fields).map(([field, value]) => [`lines[${index}][${field}]`, String(value)]);
  });
}

function handOver({ lines, offers, form }) {
  const place = form.querySelector('[data-items]');
  place.replaceChildren(...lineFields(lines, offers).map(([name, value]) => (
    Object.assign(document.createElement('input'), { type: 'hidden', name, value })
  )));
  form.submit();
}

if (globalThis.document) startCheckout({ takes, handOver });
