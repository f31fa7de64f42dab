// On to the payment page: "items=SKU:2,SKU:1", quantities only, since that page knows the prices; notes as "note".

import { startCheckout } from './checkout.js';

export function addressWith(action, lines, notesOf) {
  const address = new URL(action);
  address.searchParams.set('items', lines.map((line) => `${line.sku || line.id}:${line.quantity}`).join(','));
  const notes = lines.flatMap((line) => notesOf(line).map((note) => `${line.sku || line.name}: ${note}`));
  if (notes.length) address.searchParams.set('note', notes.join('\n'));
  return address.href;
}

if (globalThis.document) {
  startCheckout({ handOver: ({ lines, text, words }) => location.assign(addressWith(text.action, lines, words.notes)) });
}
