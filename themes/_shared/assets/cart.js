// The cart: lines kept in this browser. A line: {id, name, option, url, image, shown, amount, currency, sku, quantity};
// `shown` names the version in the image where it is not the line's own.

const MOST = 99;

export function withLine(lines, line) {
  const known = lines.find((other) => other.id === line.id);
  if (!known) return [...lines, { ...line, quantity: bounded(line.quantity ?? 1) }];
  return lines.map((other) => (other === known ? { ...line, quantity: bounded(known.quantity + (line.quantity ?? 1)) } : other));
}

/** A quantity of 0 takes the line away. */
export function withQuantity(lines, id, quantity) {
  if (quantity < 1) return lines.filter((line) => line.id !== id);
  return lines.map((line) => (line.id === id ? { ...line, quantity: bounded(quantity) } : line));
}

export function countOf(lines) {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** [{currency, amount, count}], one for each currency; summed in thousandths, so that cents stay exact. */
export function totalsOf(lines) {
  const sums = new Map();
  for (const { currency, amount, quantity } of lines) {
    const sum = sums.get(currency) ?? { currency, thousandths: 0, count: 0 };
    sum.thousandths += Math.round(Number(amount) * 1000) * quantity;
    sum.count += quantity;
    sums.set(currency, sum);
  }
  return [...sums.values()].map(({ currency, thousandths, count }) => ({ currency, amount: thousandths / 1000, count }));
}

/** Reads what was stored; whatever is not a cart counts as an empty one. */
export function parsed(text) {
  try {
    const lines = JSON.parse(text);
    return Array.isArray(lines) ? lines.filter((line) => line?.id && line.quantity > 0 && Number(line.amount) >= 0) : [];
  } catch {
    return [];
  }
}

export function money(amount, currency, locale) {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

function bounded(quantity) {
  return Math.min(MOST, Math.max(1, Math.round(quantity) || 1));
}

/** The cart of a store. `changed` is called with the lines after each change, also one made in another tab. */
export function openCart(store, storage) {
  const key = `cart:${store}`;
  let lines = parsed(read(storage, key));
  const listeners = new Set();
  const tell = () => listeners.forEach((changed) => changed(lines));
  const keep = (next) => {
    lines = next;
    write(storage, key, JSON.stringify(lines));
    tell();
  };
  globalThis.addEventListener?.('storage', (event) => {
    if (event.key !== key) return;
    lines = parsed(event.newValue);
    tell();
  });
  return {
    get lines() { return lines; },
    add: (line) => keep(withLine(lines, line)),
    change: (id, quantity) => keep(withQuantity(lines, id, quantity)),
    watch(changed) { listeners.add(changed); changed(lines); },
  };
}

// A browser may forbid storage: the cart then lasts as long as the page.
function read(storage, key) {
  try { return storage().getItem(key); } catch { return null; }
}

function write(storage, key, text) {
  try { storage().setItem(key, text); } catch { /* kept in memory */ }
}

let shared;

/** This page's cart. */
export function pageCart() {
  shared ??= openCart(document.body.dataset.store, () => localStorage);
  return shared;
}
