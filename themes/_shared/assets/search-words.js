// Which products are meant by the words that were typed.

import { allowedMistakes, askedWords, distance, lettersOf, mistakes, readSize } from './search-text.js';

const WHOLE = 0;
const START = 1;
const WITHIN = 2;
const NEAR = 3; // and one more for each mistake
const SHORTEST_WITHIN = 3; // letters
const NOT_FOUND = 255;
const FARTHEST_MM = 10; // a frame further away is not alike

/**
 * {costs, near, size, distances}. `costs` holds for each product how far what it says is from what was asked, 255 for
 * not at all; null without words. `near`: the words were found only by looking past typing mistakes. `distances` are mm
 * by product where a size was asked.
 */
export function findWords(table, text) {
  const { size, words } = readSize(text);
  const asked = askedWords(words);
  const written = asked.map((word) => matchesOf(table, word));
  let costs = costsOf(table, written);
  const missing = asked.length > 0 && !costs.some((cost) => cost < NOT_FOUND);
  if (missing) costs = costsOf(table, asked.map((word, at) => [...written[at], ...nearMatches(table, word)]));
  const near = missing && costs.some((cost) => cost < NOT_FOUND);
  return { costs: asked.length ? costs : null, near, size, distances: size && distancesOf(table, size) };
}

/** Whether a product is among what was found. */
export function isMeant({ costs, distances }, product) {
  return (!costs || costs[product] < NOT_FOUND) && (!distances || distances[product] <= FARTHEST_MM);
}

/** The nearest first: by size where one was asked, else by words; equal ones stay in their order. */
export function byNearness(found, { costs, distances }) {
  const measure = distances ?? costs;
  return measure ? found.sort((a, b) => measure[a] - measure[b]) : found;
}

/** How well words fit a short text such as a brand's name: the sum of each one's cost, Infinity when one fits nowhere. */
export function costOf(asked, words, mayBeNear) {
  return asked.reduce((sum, word) => sum + Math.min(...words.map((other) => costOfWord(word, other, mayBeNear))), 0);
}

function costOfWord(word, other, mayBeNear) {
  const written = writtenCost(word, other);
  return written === Infinity && mayBeNear ? NEAR + mistakes(word, other, allowedMistakes(word)) : written;
}

function writtenCost(word, other) {
  if (!other.includes(word)) return Infinity;
  if (other.startsWith(word)) return other.length === word.length ? WHOLE : START;
  return word.length >= SHORTEST_WITHIN ? WITHIN : Infinity;
}

function matchesOf({ known, words }, word) {
  const found = [];
  for (const other of known) {
    const cost = writtenCost(word, other);
    if (cost < Infinity) found.push([cost, words.get(other)]);
  }
  return found;
}

function nearMatches({ known, words, letters }, word) {
  const allowed = allowedMistakes(word);
  const own = lettersOf(word);
  const found = [];
  for (let at = 0; allowed && at < known.length; at += 1) {
    const count = mistakes(word, known[at], allowed, own, letters[at]);
    if (count < Infinity) found.push([NEAR + count, words.get(known[at])]);
  }
  return found;
}

// Every word has to be found; a product's cost is the sum of what each word costs at its best.
function costsOf({ count }, matches) {
  const costs = new Uint8Array(count);
  for (const ofWord of matches) {
    const best = new Uint8Array(count).fill(NOT_FOUND);
    for (const [cost, products] of ofWord) {
      for (const product of products) if (cost < best[product]) best[product] = cost;
    }
    for (let product = 0; product < count; product += 1) costs[product] = Math.min(NOT_FOUND, costs[product] + best[product]);
  }
  return costs;
}

function distancesOf({ count, sizes }, size) {
  const apart = sizes.values.map((other) => distance(size, other));
  return Float32Array.from({ length: count }, (_, product) => Math.min(...sizes.of[product].map((number) => apart[number])));
}
