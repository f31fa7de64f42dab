// Words as they are compared: without accents and capitals, with typing mistakes allowed for; and sizes in millimetres.

const LETTERS = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };
const TWO_MISTAKES = 8; // letters from which a word may have two, and one from which it may have one
const ONE_MISTAKE = 4;

/** Lower case, without accents and apostrophes: "Ørgreen" is found by "orgreen", "O'Neill" by "oneill". */
export function plain(text) {
  return text.normalize('NFD').replace(/[\p{M}'’]/gu, '').toLowerCase().replace(/[øæœßłđı]/g, (letter) => LETTERS[letter]);
}

/** The words of a text; what a hyphen joins is there both ways: "Ray-Ban" → ray, ban, rayban. */
export function wordsOf(text) {
  return plain(text).split(/[^\p{L}\p{N}-]+/u).flatMap((word) => {
    const parts = word.split('-').filter(Boolean);
    return parts.length > 1 ? [...parts, parts.join('')] : parts;
  });
}

/** What was asked for: hyphens only part the words. */
export function askedWords(text) {
  return plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

// The letters and digits of a word as bits: words that differ in more of them than mistakes are allowed are not near.
export function lettersOf(word) {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) % 31);
  return bits;
}

function bitCount(bits) {
  let count = 0;
  for (let left = bits; left; left &= left - 1) count += 1;
  return count;
}

export function allowedMistakes(word) {
  return word.length >= TWO_MISTAKES ? 2 : Number(word.length >= ONE_MISTAKE);
}

/**
 * How many letters to add, drop, change or swap so that `word` becomes the start of `other`, or all of it; Infinity
 * when it is more than `allowed`. `letters` are lettersOf(word), `others` those of the other.
 */
export function mistakes(word, other, allowed, letters = lettersOf(word), others = lettersOf(other)) {
  if (other.length < word.length - allowed || bitCount(letters & ~others) > allowed) return Infinity;
  const found = editsToStart(word, other.slice(0, word.length + allowed));
  return found <= allowed ? found : Infinity;
}

// Optimal string alignment, row by row; the least of the last row, since the other may go on.
function editsToStart(word, other) {
  let [two, one] = [[], Array.from({ length: other.length + 1 }, (_, end) => end)];
  for (let at = 1; at <= word.length; at += 1) {
    const row = [at];
    for (let end = 1; end <= other.length; end += 1) {
      const same = word[at - 1] === other[end - 1] ? 0 : 1;
      row[end] = Math.min(one[end] + 1, row[end - 1] + 1, one[end - 1] + same);
      const swapped = at > 1 && end > 1 && word[at - 1] === other[end - 2] && word[at - 2] === other[end - 1];
      if (swapped) row[end] = Math.min(row[end], two[end - 2] + 1);
    }
    [two, one] = [one, row];
  }
  return Math.min(...one);
}

// -- sizes: "52□18-145", "52-18-145", "52 18", as the engine reads them -----------------------------------------------

const LENGTH = String.raw`(\d{2,3}(?:[.,]\d)?)`;
const GAP = String.raw`\s*(?:mm)?\s*(?:□|◻|☐|▢|\[\s*\]|[-–—/|x×·,_]|\s)\s*`;
const SIZE = new RegExp(`(?<!\\d)${LENGTH}${GAP}${LENGTH}(?:${GAP}${LENGTH})?(?!\\d)(?:\\s*mm)?`, 'iu');
const PLAUSIBLE = [[20, 80], [5, 40], [80, 175]]; // lens width, bridge, temple

/** {size: [lens, bridge, temple or 0] or null, words: what else is asked}. */
export function readSize(text) {
  const found = SIZE.exec(text);
  const size = found?.slice(1).map((length) => Number((length ?? '0').replace(',', '.')));
  const fits = size?.every((length, at) => (at === 2 && !length) || (length >= PLAUSIBLE[at][0] && length <= PLAUSIBLE[at][1]));
  return fits ? { size, words: text.replace(found[0], ' ').trim() } : { size: null, words: text };
}

/** How far two sizes are apart in mm: lens and bridge count whole, the temple half, since it can be bent. 0 is unknown. */
export function distance([lens, bridge, temple], [otherLens, otherBridge, otherTemple]) {
  if (!otherLens || !otherBridge) return Infinity;
  const sides = temple && otherTemple ? Math.abs(temple - otherTemple) / 2 : 0;
  return Math.abs(lens - otherLens) + Math.abs(bridge - otherBridge) + sides;
}
