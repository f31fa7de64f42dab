// Nothing is ordered at a price that was not asked for just before: says what has changed, and waits for a yes.

import { money } from './cart.js';
import { accepted, askPrices, compared, isSettled, offerOf } from './prices.js';

/**
 * Guards a page's way on. `check()` gives a map of line id → offer, or null when the customer has something to read
 * first. `takes(offer)`: whether the checkout elsewhere knows the version. `opened(offers)` is called when the customer has
 * cleared the way from here.
 */
export function priceGate(cart, { takes = () => true, opened = () => {} } = {}) {
  const { locale } = document.body.dataset;
  const box = document.querySelector('[data-notice]');
  const text = box.dataset;
  const button = (name) => box.querySelector(`[data-${name}]`);
  let failed = false;
  let unknown = new Set();

  function show(lines) {
    const told = [...(failed ? [text.failed] : []), ...lines.map(sentence).filter(Boolean)];
    box.querySelector('[data-told]').replaceChildren(...told.map((words) => Object.assign(document.createElement('li'), { textContent: words })));
    box.firstElementChild.hidden = told.length === 0;
    button('retry').hidden = !failed;
    button('accept').hidden = failed || !lines.some(({ was }) => was);
  }

  function sentence(line) {
    const { was, amount, currency } = line;
    if (line.stop) return filled(text[line.stop], line);
    if (unknown.has(line.id)) return filled(text.unknown, line);
    return was && filled(text.changed, line, { was: money(was.amount, was.currency, locale), now: money(amount, currency, locale) });
  }

  async function check() {
    const asked = cart.lines;
    try {
      const files = await askPrices(asked.map(({ path }) => path));
      const fileOf = ({ path }) => files.get(path) ?? null;
      const offers = new Map(asked.map((line) => [line.id, offerOf(line, fileOf(line))]));
      failed = false;
      unknown = new Set(asked.filter(({ id }) => offers.get(id) && !takes(offers.get(id))).map(({ id }) => id));
      cart.update((line) => (offers.has(line.id) ? compared(line, fileOf(line)) : line));
      const open = cart.lines.every((line) => isSettled(line) && offers.has(line.id) && !unknown.has(line.id));
      if (open && cart.lines.length) return offers;
    } catch {
      failed = true;
      show(cart.lines);
    }
    box.scrollIntoView({ block: 'nearest' });
    return null;
  }

  async function again() {
    const offers = await check();
    if (offers) opened(offers);
  }

  button('retry').addEventListener('click', again);
  button('accept').addEventListener('click', () => {
    cart.update(accepted);
    again();
  });
  cart.watch(show);
  return { check };
}

function filled(sentence, { name, option }, values = {}) {
  const known = { name: [name, option].filter(Boolean).join(', '), ...values };
  return sentence.replace(/\{(\w+)\}/g, (_, key) => known[key] ?? '');
}
