// How a frame differs from the size that was asked for, in words: "Lens 2 mm wider, same bridge, temple 5 mm shorter".

import { distance } from './search-text.js';

const MEASURES = ['lens', 'bridge', 'temple'];

/** A line for the card of a product; its words are in `text`: lensMore, lensLess, lensSame, bridgeMore, …, sizeExact. */
export function sizeNote(table, product, asked, text) {
  const line = document.createElement('p');
  line.className = 'card-note';
  line.textContent = difference(nearestSize(table, product, asked), asked, text);
  return line;
}

function nearestSize({ sizes }, product, asked) {
  const own = sizes.of[product].map((number) => sizes.values[number]);
  return own.sort((a, b) => distance(asked, a) - distance(asked, b))[0];
}

export function difference(size, asked, text) {
  const known = MEASURES.map((name, at) => [name, size[at] && asked[at] ? size[at] - asked[at] : null]).filter(([, mm]) => mm !== null);
  if (known.every(([, mm]) => mm === 0)) return text.sizeExact;
  const words = known.map(([name, mm]) => text[`${name}${wayOf(mm)}`].replace('{mm}', Number(Math.abs(mm).toFixed(1))));
  const said = words.join(', ');
  return said[0].toLocaleUpperCase() + said.slice(1);
}

function wayOf(mm) {
  if (mm === 0) return 'Same';
  return mm > 0 ? 'More' : 'Less';
}
