// Snipcart's cart takes over: each line is handed to it as its documentation says (docs.snipcart.com/v3/setup/products),
// by a button with data-item-… attributes. Snipcart looks the price up itself, at data-item-url.

import { startCheckout } from './checkout.js';

/** The attributes of a line's button. `labels`: {lensName, giftName}. */
export function itemAttributes(line, offer, labels, origin) {
  const notes = [[labels.lensName, line.notes.lens], [labels.giftName, line.notes.gift]].filter(([, words]) => words);
  const custom = notes.flatMap(([name, value], index) => [
    [`data-item-custom${index + 1}-name`, name],
    [`data-item-custom${index + 1}-type`, 'readonly'],
    [`data-item-custom${index + 1}-value`, value],
  ]);
  return Object.fromEntries([
    ['data-item-id', `${line.product}|${line.variant}`],
    ['data-item-name', line.name],
    ['data-item-price', offer.price],
    ['data-item-url', offer.validation_url],
    ['data-item-description', line.option || line.name],
    ['data-item-quantity', String(line.quantity)],
    ...(line.image ? [['data-item-image', new URL(line.image, origin).href]] : []),
    ...custom,
  ]);
}

function handOver({ lines, offers, form, text, cart }) {
  const place = form.querySelector('[data-items]');
  for (const line of lines) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'snipcart-add-item' });
    const attributes = itemAttributes(line, offers.get(line.id), text, location.origin);
    for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
    place.append(button);
    button.click();
  }
  place.replaceChildren();
  form.querySelector('.snipcart-checkout').click();
  cart.empty(); // the lines are in Snipcart's cart now
}

if (globalThis.document) startCheckout({ handOver });
