// Every product's facts side by side, ready to be counted: built shard by shard, so that no step is long.

import { factsOf } from './search-index.js';
import { lettersOf, plain, wordsOf } from './search-text.js';

const IN_STOCK = 1;
const FEATURED = 2;

const tables = new WeakMap();

/** The table of an index, made once. */
export function tableOf(index) {
  if (!tables.has(index)) {
    const table = build(index);
    table.catch(() => tables.delete(index));
    tables.set(index, table);
  }
  return tables.get(index);
}

async function build(index) {
  const table = new Table(index.labels);
  const shards = index.shards.map((_, number) => factsOf(index, number));
  await Promise.allSettled(shards);
  for (const [number, facts] of shards.entries()) {
    table.add(number, await facts);
    await new Promise((go) => { setTimeout(go); }); // what was typed meanwhile comes first
  }
  return table.sealed();
}

export class Table {
  constructor(labels) {
    this.labels = labels;
    this.names = [];
    this.places = []; // [shard, place] of each product's card
    this.prices = [];
    this.widths = [];
    this.facets = {}; // by key, and `sizes`: {values, numbers: value → number, of: lists of numbers by product}
    this.sizes = newColumn();
    this.words = new Map(); // word → products, ascending
    this.keys = [];
    this.flags = [];
  }

  get count() {
    return this.names.length;
  }

  add(shard, facts) {
    const first = this.count;
    for (const [place, name] of facts.name.entries()) {
      this.names.push(name);
      this.places.push([shard, place]);
      this.keys.push(facts.key[place] ?? name.toLowerCase());
    }
    push(this.prices, facts.price);
    push(this.widths, facts.frame_width);
    push(this.flags, facts.flags);
    extend(this.sizes, facts.sizes, first, String);
    for (const [key, column] of Object.entries(facts.facets)) extend(this.facets[key] ??= newColumn(), column, first);
    this.#addWords(facts, first);
  }

  #addWords(facts, first) {
    for (const [place, name] of facts.name.entries()) this.#say(wordsOf(name), first + place);
    for (const [key, { values, of }] of [...Object.entries(facts.facets), ['colours', facts.colours]]) {
      const words = values.map((value) => this.#wordsOfValue(key, value));
      of.forEach((own, place) => [own].flat().forEach((number) => this.#say(words[number], first + place)));
    }
  }

  // A brand is also found when its words are written as one.
  #wordsOfValue(key, value) {
    if (key === 'category' || key === 'collection') return [];
    const words = wordsOf(key === 'colours' ? value : (this.labels[key]?.[value] ?? value));
    return key === 'brand' && words.length > 1 ? [...words, words.join('')] : words;
  }

  #say(words, product) {
    for (const word of words) {
      const products = this.words.get(word);
      if (!products) this.words.set(word, [product]);
      else if (products.at(-1) !== product) products.push(product);
    }
  }

  /** With what can be known only when all products are there. */
  sealed() {
    this.order = shopOrder(this);
    this.known = [...this.words.keys()];
    this.letters = Int32Array.from(this.known, lettersOf);
    for (const column of [...Object.values(this.facets), this.sizes]) {
      while (column.of.length < this.count) column.of.push([]);
    }
    return this;
  }

  /** Facts that a card shows: {name, brand, shape, outline, inStock}; `outline` is the shape's value. */
  shown(product) {
    return {
      name: this.names[product],
      brand: this.labelOf('brand', product),
      shape: this.labelOf('shape', product),
      outline: this.valueOf('shape', product),
      inStock: (this.flags[product] & IN_STOCK) !== 0,
    };
  }

  /** A product's first value of a facet, undefined without one. */
  valueOf(key, product) {
    const { values = [], of = [] } = this.facets[key] ?? {};
    return values[of[product]?.[0]];
  }

  /** The word for it. */
  labelOf(key, product) {
    const value = this.valueOf(key, product);
    return this.labels[key]?.[value] ?? value;
  }

  /** Products by name, as sorting by name shows them; each one's number in that order. */
  get byName() {
    if (!this.alphabet) {
      const names = this.names.map(plain);
      const ordered = this.order.slice().sort((a, b) => compare(names[a], names[b]) || a - b);
      this.alphabet = new Uint32Array(this.count);
      ordered.forEach((product, number) => { this.alphabet[product] = number; });
    }
    return this.alphabet;
  }
}

const newColumn = () => ({ values: [], numbers: new Map(), one: [], of: [] });

function push(list, more) {
  for (const value of more) list.push(value);
}

// A shard's column joins the table's: its numbers become the table's. Products with one value share that list.
function extend(column, { values, of }, first, keyOf = (value) => value) {
  const numbers = values.map((value) => numberOf(column, keyOf(value), value));
  while (column.of.length < first) column.of.push([]);
  for (const own of of) column.of.push(Array.isArray(own) ? own.map((number) => numbers[number]) : column.one[numbers[own]]);
}

function numberOf(column, key, value) {
  const known = column.numbers.get(key);
  if (known !== undefined) return known;
  column.numbers.set(key, column.values.length);
  column.one.push([column.values.length]);
  return column.values.push(value) - 1;
}

// What can be bought before what can't, featured first, then by name: the order of the pages without script.
function shopOrder({ count, flags, keys }) {
  const group = (product) => (flags[product] & IN_STOCK ? 0 : 2) + (flags[product] & FEATURED ? 0 : 1);
  return Uint32Array.from({ length: count }, (_, product) => product)
    .sort((a, b) => group(a) - group(b) || compare(keys[a], keys[b]) || a - b);
}

function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
