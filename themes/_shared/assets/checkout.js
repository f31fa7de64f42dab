// The way through checkout: its steps, the details, the review, and the hand-off by whichever module the page loaded for
// it. No payment details are ever asked for here, and nothing is sent before the hand-off.

import { pageCart } from './cart.js';
import { detailsOf, keepDetails } from './checkout-details.js';
import { followSteps } from './checkout-steps.js';
import { showReview, showSummary, wordsFor } from './checkout-summary.js';
import { priceGate } from './price-gate.js';

/**
 * `adapter.handOver(order)` takes the order on; `adapter.ready(order)` prepares the review for it; `adapter.takes(offer)`
 * says whether the other side knows a version. An order: {lines, offers, details, form, root, text, words, cart, gate}.
 */
export function startCheckout(adapter) {
  const root = document.querySelector('[data-checkout]');
  const form = root.querySelector('[data-order]');
  const cart = pageCart();
  const opened = (offers) => adapter.ready?.(order(offers));
  const gate = priceGate(cart, { takes: adapter.takes, opened });
  const order = (offers) => ({
    lines: cart.lines, offers, details: detailsOf(form), form, root, text: root.dataset, words: wordsFor(root), cart, gate,
  });
  cart.watch((lines) => showSummary(root, lines));
  const review = async () => {
    const offers = cart.lines.length ? await gate.check() : null;
    if (offers) opened(offers);
  };
  if (!form) { // in person: there is nothing to fill in
    review();
    return;
  }
  keepDetails(form);
  followSteps(form, () => {
    showReview(form, detailsOf(form));
    review();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const offers = await gate.check();
    if (offers) adapter.handOver(order(offers));
  });
}
