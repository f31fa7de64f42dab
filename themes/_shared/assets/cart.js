// The cart: lines kept in this browser. A line:
//
//   id, product, variant   what it is of; lines that differ in their notes alone have ids of their own
//   name, option, sku, url, image, shown   for showing it; `shown` names the version in the image if it is another one
//   amount, currency, quantity   as it was added, or as the price file said last
//   path   address of the price file, which says what it costs now (prices.js)
//   notes  {lens, gift}: what the customer asks for with it, in words; each may be missing
//   was    {amount, currency} before a change that the customer has not accepted yet
//   stop   "gone" or "out": why it can't be ordered

import { isOwnAddress } from './shelf.js';

const MOST = 99;
const LONGEST_NOTE = 300;

export function withLine(lines, line) {
  const added = { ...line, id: idOf(line), notes: notesOf(line) };
  const known = lines.find((other) => other.id === added.id);
  if (!known) return [...lines, { ...added, quantity: bounded(line.quantity ?? 1) }];
  return lines.map((other) => (other === known ? { ...added, quantity: bounded(known.quantity + (line.quantity ?? 1)) } : other));
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
    return Array.isArray(lines) ? lines.filter(isLine).map((line) => ({ ...line, quantity: bounded(line.quantity), notes: notesOf(line) })) : [];
  } catch {
    return [];
  }
}

export function money(amount, currency, locale) {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

function isLine(line) {
  const own = (address) => address === undefined || isOwnAddress(address);
  return line?.id && line.quantity > 0 && Number(line.amount) >= 0 && /^[A-Z]{3}$/.test(line.currency) && own(line.path) && own(line.url) && own(line.image || undefined);
}

function bounded(quantity) {
  return Math.min(MOST, Math.max(1, Math.round(quantity) || 1));
}

function notesOf({ notes }) {
  const told = ['lens', 'gift'].map((name) => [name, String(notes?.[name] ?? '').trim().slice(0, LONGEST_NOTE)]);
  return Object.fromEntries(told.filter(([, text]) => text));
}

function idOf(line) {
  const { lens = '', gift = '' } = notesOf(line);
  return lens || gift ? JSON.stringify([line.id, lens, gift]) : line.id;
}

/** The cart of a store. `changed` is called with the lines after each change, also one made in another tab. */
export function openCart(store, storage) {
  const key = `cart:${store}`;
  let lines = parsed(read(storage, key));
  let refused = false;
  const listeners = new Set();
  const take = (text) => {
    lines = parsed(text);
    listeners.forEach((changed) => changed(lines));
  };
  // Read anew before each change: another tab may have made one that we have not been told of yet.
  const change = (work) => {
    const before = refused ? undefined : read(storage, key);
    const next = work(before === undefined ? lines : parsed(before));
    const text = JSON.stringify(next);
    refused = !write(storage, key, text);
    take(text);
  };
  globalThis.addEventListener?.('storage', (event) => { if (event.key === key || event.key === null) take(event.newValue); });
  globalThis.addEventListener?.('pageshow', (event) => { if (event.persisted && !refused) take(read(storage, key)); });
  return {
    get lines() { return lines; },
    add: (line) => change((before) => withLine(before, line)),
    change: (id, quantity) => change((before) => withQuantity(before, id, quantity)),
    update: (work) => change((before) => before.map(work)),
    empty: () => change(() => []),
    watch(changed) { listeners.add(changed); changed(lines); },
  };
}

// A browser may forbid storage, or have no room: the cart then lasts as long as the page.
function read(storage, key) {
  try { return storage().getItem(key); } catch { return undefined; }
}

function write(storage, key, text) {
  try { storage().setItem(key, text); return true; } catch { return false; }
}

let shared;

/** This page's cart. */
export function pageCart() {
  shared ??= openCart(document.body.dataset.store, () => localStorage);
  return shared;
}
