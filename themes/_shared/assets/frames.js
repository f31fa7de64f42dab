// What a product's page says of its frame, in small: read from this page, or from another one's, which is always up to
// date and in the language of who reads it.

/** The frame of a product's page: {slug, url, name, brand, image, price, shape, marking, measures, facts, …}. */
export function frameOf(page) {
  const place = page.querySelector('[data-frame]');
  return place && JSON.parse(place.dataset.frame);
}

/** The frame behind an address; null once the shop has no such page. Rejects without a connection.
 *
 * The page is not parsed as a document: its styles would be refused by this page's policy, and one attribute is wanted,
 * whose JSON has neither quotes of its kind nor references in it. Only a tag has it: a description may say the same. */
export async function fetchFrame(address) {
  const answer = await fetch(address);
  if (answer.status === 404 || answer.status === 410) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  const [, told] = (await answer.text()).match(/<\w+\s[^<>]*?\bdata-frame='([^']*)'/) ?? [];
  return told ? JSON.parse(told) : null;
}

/** A copy of a template's item with the frame in it. */
export function itemFor(frame, template) {
  return withFrame(template.content.cloneNode(true).firstElementChild, frame);
}

/** The item with the frame's photo, name and address. Its link and buttons stay, and so does the focus. */
export function withFrame(item, frame) {
  const slot = (name) => item.querySelector(`[data-slot=${name}]`);
  item.dataset.slug = frame.slug;
  Object.assign(slot('link'), { href: frame.url, textContent: frame.name });
  slot('brand').textContent = frame.brand ?? '';
  if (frame.image) show(slot('media'), frame.image);
  return item;
}

function show(media, src) {
  if (media.querySelector('img')?.getAttribute('src') === src) return;
  media.replaceChildren(photo(src), ...media.querySelectorAll('button'));
}

function photo(src) {
  const image = document.createElement('img');
  return Object.assign(image, { className: 'photo', alt: '', loading: 'lazy', decoding: 'async', width: 320, height: 240, src });
}
