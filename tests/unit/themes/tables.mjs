// Search tables of a few frames, in the form in which the engine writes them.
import { load } from './module.mjs';

const { Table } = await load('search-table.js');
const FACETS = ['kind', 'brand', 'shape', 'colour', 'category'];

function column(rows) {
  const values = [];
  const of = rows.map((row) => row.map((value) => {
    const known = values.findIndex((other) => String(other) === String(value));
    return known < 0 ? values.push(value) - 1 : known;
  })).map((own) => (own.length === 1 ? own[0] : own));
  return { values, of };
}

/** A shard's facts of frames {name, price, width, sizes, colours, shape: [], …, sold, featured}. */
export function facts(frames) {
  return {
    name: frames.map(({ name }) => name),
    key: Object.fromEntries(frames.flatMap(({ key }, place) => (key ? [[place, key]] : []))),
    flags: frames.map(({ sold, featured }) => (sold ? 0 : 1) + (featured ? 2 : 0)),
    price: frames.map(({ price = 100 }) => price),
    frame_width: frames.map(({ width = 0 }) => width),
    sizes: column(frames.map(({ sizes = [] }) => sizes)),
    colours: column(frames.map(({ colours = [] }) => colours)),
    facets: Object.fromEntries(FACETS.filter((key) => frames.some((frame) => frame[key]))
      .map((key) => [key, column(frames.map((frame) => frame[key] ?? []))])),
  };
}

export function tableOf(shards, labels = {}) {
  const table = new Table(labels);
  shards.forEach((frames, shard) => table.add(shard, facts(frames)));
  return table.sealed();
}
