// The shop's search index, fetched once a page and only as far as it is needed. Its files say what they hold in
// columns: `values`, each once, and `of` with a product's number (or list of numbers) of them.

const TYPES = { avif: 'image/avif', webp: 'image/webp' };
const DEFAULT_PX = 768; // what a browser without srcset gets

const files = new Map();

function file(url) {
  if (!files.has(url)) {
    const answer = fetch(url).then((found) => (found.ok ? found.json() : Promise.reject(new Error(`${found.status} ${url}`))));
    answer.catch(() => files.delete(url)); // the next one who asks tries again
    files.set(url, answer);
  }
  return files.get(url);
}

/** The index at an address: {root, images, count, shards, labels}, see search-table.js for `labels`. */
export const openIndex = file;

/** One shard's columns for filtering. */
export const factsOf = (index, shard) => file(index.shards[shard][0]);

/** The card of the product at a place of a shard. */
export async function cardAt(index, shard, place) {
  return cardFrom(await file(index.shards[shard][1]), place, index);
}

// A product's values in a column.
function valuesAt({ values, of }, place) {
  const own = of[place];
  return Array.isArray(own) ? own.map((number) => values[number]) : [values[own]];
}

/**
 * {id, url, price, was, from, size, colours: [[name, hex]], rating: [text, count], photo}; what is not known is
 * undefined.
 */
export function cardFrom(columns, place, { root, images }) {
  const only = (key) => valuesAt(columns[key], place)[0];
  return {
    id: columns.id[place],
    url: `${root}products/${columns.slug[place]}/`,
    price: columns.price[place],
    was: only('was'),
    from: columns.from[place] === 1,
    size: only('size'),
    colours: valuesAt(columns.colours, place),
    rating: only('rating'),
    photo: columns.photo[place] ? photoFrom(images + columns.photo[place], only('files')) : undefined,
  };
}

function photoFrom(folder, [endings, widths, width, height, hasAlpha]) {
  const srcset = (ending) => widths.map((px) => `${folder}/${px}.${ending} ${px}w`).join(', ');
  const usual = endings.at(-1);
  return {
    sources: endings.slice(0, -1).map((ending) => ({ type: TYPES[ending], srcset: srcset(ending) })),
    src: `${folder}/${widths.find((px) => px >= DEFAULT_PX) ?? widths.at(-1)}.${usual}`,
    srcset: srcset(usual),
    width,
    height,
    hasAlpha,
  };
}
