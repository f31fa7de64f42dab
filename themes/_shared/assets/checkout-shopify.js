// A cart permalink: SHOP/cart/VARIANT:QUANTITY,…?note=… (shopify.dev, "Create cart permalinks"). Shopify asks for
// the address and the payment itself, and charges its own price.

import { startCheckout } from './checkout.js';

export const takes = ({ checkout_ref: reference }) => /^\d+$/.test(reference ?? '');

export function permalink(shop, lines, offers, details, notesOf) {
  const counts = new Map();
  for (const { id, quantity } of lines) {
    const variant = offers.get(id).checkout_ref;
    counts.set(variant, (counts.get(variant) ?? 0) + quantity);
  }
  const address = new URL(shop);
  address.pathname = `/cart/${[...counts].map((item) => item.join(':')).join(',')}`;
  const notes = lines.flatMap((line) => notesOf(line).map((note) => `${line.name}: ${note}`));
  if (notes.length) address.searchParams.set('note', notes.join('\n'));
  for (const { name, value } of details) address.searchParams.set(`attributes[${name}]`, value);
  return address.href;
}

if (globalThis.document) {
  startCheckout({
    takes,
    handOver: ({ lines, offers, details, text, words }) => location.assign(permalink(text.action, lines, offers, details, words.notes)),
  });
}
