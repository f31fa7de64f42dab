// What to offer while somebody types: products, brands and categories that their words begin or nearly begin.

import { askedWords, wordsOf } from './search-text.js';
import { costOf, findWords, isMeant } from './search-words.js';

const PLACES = { brand: 'brands', category: 'shop' }; // of their pages, below the index's root
const MOST = { products: 5, places: 3 };

/**
 * [{kind, label, note, product} or {kind, label, url}], `kind` "product", "brand" or "category"; best first within a
 * kind, nothing for nothing. A product's address is on its card.
 */
export function suggest(table, index, text) {
  const words = askedWords(text);
  if (!words.length) return [];
  return [...productsFor(table, text), ...placesFor(index, 'brand', words), ...placesFor(index, 'category', words)];
}

function productsFor(table, text) {
  return nearest(table, findWords(table, text), MOST.products).map((product) => ({
    kind: 'product', label: table.names[product], note: noteOf(table, product), product,
  }));
}

// The first few by nearness, without putting thousands in order.
function nearest({ order }, meant, most) {
  const measure = meant.distances ?? meant.costs;
  const best = [];
  for (const product of order) {
    if (!isMeant(meant, product) || (best.length === most && measure[product] >= measure[best.at(-1)])) continue;
    const place = best.findIndex((other) => measure[product] < measure[other]);
    best.splice(place < 0 ? best.length : place, 0, product);
    if (best.length > most) best.pop();
  }
  return best;
}

// The brand, unless the name says it already.
function noteOf(table, product) {
  const { name, brand } = table.shown(product);
  return brand && !name.toLowerCase().startsWith(brand.toLowerCase()) ? brand : '';
}

function placesFor({ labels, root }, kind, words) {
  const places = Object.entries(labels[kind] ?? {});
  const fitting = (mayBeNear) => places
    .map(([value, label]) => ({ kind, label, url: `${root}${PLACES[kind]}/${value}/`, cost: costOf(words, wordsOf(label), mayBeNear) }))
    .filter(({ cost }) => cost < Infinity);
  const written = fitting(false);
  const found = written.length ? written : fitting(true);
  return found.sort((a, b) => a.cost - b.cost).slice(0, MOST.places);
}
