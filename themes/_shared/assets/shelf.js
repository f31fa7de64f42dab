// Frames this browser remembers: looked at ("recent"), wished for ("wishlist"), compared ("compare"). A shelf keeps the
// newest first and no frame twice. A frame: {slug, url, name, brand, image} and, from its own page, what frames.js reads.

export const MOST = { recent: 12, wishlist: 60, compare: 4 };

export function withFirst(frames, frame, most) {
  return [frame, ...without(frames, frame.slug)].slice(0, most);
}

export function without(frames, slug) {
  return frames.filter((other) => other.slug !== slug);
}

/** ("/es/products/rivera/?variant=1") → "rivera": a frame's name in every language. */
export function slugOf(address) {
  return address.split(/[?#]/)[0].split('/').filter(Boolean).at(-1) ?? '';
}

/** Reads what was stored; whatever is no frame of this store is left out. */
export function parsed(text) {
  try {
    const frames = JSON.parse(text);
    return Array.isArray(frames) ? frames.filter(isFrame) : [];
  } catch {
    return [];
  }
}

/** A path of this host. Browsers read a backslash as "/" and leave out tabs and line breaks, so "/\host" is none. */
export function isOwnAddress(address) {
  return typeof address === 'string' && /^\/(?![/\\\s])/.test(address);
}

function isFrame(frame) {
  const isShown = !frame?.image || isOwnAddress(frame.image);
  return isOwnAddress(frame?.url) && typeof frame.name === 'string' && frame.slug === slugOf(frame.url) && isShown;
}

/** A shelf of a store. `watch` calls with the frames now and after each change, also one made in another tab. */
export function openShelf(kind, store, storage) {
  const key = `${kind}:${store}`;
  const most = MOST[kind];
  let frames = parsed(read(storage, key));
  const listeners = new Set();
  const take = (next) => {
    frames = next;
    listeners.forEach((changed) => changed(frames));
  };
  // Read anew before each change: another tab may have made one that we have not been told of yet.
  const change = (work) => {
    const text = read(storage, key);
    const next = work(text === undefined ? frames : parsed(text)).slice(0, most);
    write(storage, key, JSON.stringify(next));
    take(next);
  };
  globalThis.addEventListener?.('storage', (event) => { if (event.key === key || event.key === null) take(parsed(event.newValue)); });
  globalThis.addEventListener?.('pageshow', (event) => { if (event.persisted) take(parsed(read(storage, key))); });
  return {
    get frames() { return frames; },
    get isFull() { return frames.length >= most; },
    has: (slug) => frames.some((frame) => frame.slug === slug),
    put: (frame) => change((before) => withFirst(before, frame, most)),
    drop: (slug) => change((before) => without(before, slug)),
    fill: (next) => change(() => next),
    watch(changed) { listeners.add(changed); changed(frames); },
  };
}

// A browser may forbid storage: the shelf then lasts as long as the page.
function read(storage, key) {
  try { return storage().getItem(key) ?? '[]'; } catch { return undefined; }
}

function write(storage, key, text) {
  try { storage().setItem(key, text); } catch { /* kept in memory */ }
}

const open = new Map();

/** This page's shelf of a kind. */
export function pageShelf(kind) {
  if (!open.has(kind)) open.set(kind, openShelf(kind, document.body.dataset.store, () => localStorage));
  return open.get(kind);
}
