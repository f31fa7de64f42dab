// Cards of products, in the theme's own form: templates hold its card with words in braces where the product's go.

const DOTS = 5;
const WORD = /\{(\w+)\}/g;

/** `templates` by what the card shows, "photo" or "bare" and then "plain", "reduced" or "sold-out"; `text` its words. */
export function cardElement(templates, card, text) {
  const state = card.inStock ? (card.was ? 'reduced' : 'plain') : 'sold-out';
  const item = templates[`${card.photo ? 'photo' : 'bare'}-${state}`].content.cloneNode(true).firstElementChild;
  const photo = item.querySelector('img');
  fill(item, {
    [item.querySelector('a').getAttribute('href')]: card.url,
    [photo?.getAttribute('src')]: card.photo?.src,
  }, {
    id: card.id,
    name: card.name,
    brand: card.brand,
    price: card.from ? text.from.replace('{price}', () => card.price) : card.price,
    was: card.was,
    size: card.size,
    shape: card.shape,
    rating: card.rating?.[0],
  });
  if (photo) showPhoto(photo, card.photo);
  showColours(item, card.colours);
  return item;
}

// What the product has no word for is left out with the element around it. `addresses` are those the template stands
// in with, and the product's own.
function fill(item, addresses, words) {
  const texts = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  const without = [];
  while (texts.nextNode()) {
    const { currentNode: node } = texts;
    for (const [, word] of node.data.matchAll(WORD)) if (word in words && !words[word]) without.push(node.parentElement);
    node.data = filled(node.data, words);
  }
  for (const element of without) element.remove();
  for (const element of item.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (value in addresses) element.setAttribute(name, addresses[value]);
      else if (value.includes('{')) element.setAttribute(name, filled(value, words));
    }
  }
}

const filled = (text, words) => text.replace(WORD, (whole, word) => words[word] ?? (word in words ? '' : whole));

/** Draws a shape in the place of the photo that there is none of. */
export function showOutline(item, outline) {
  if (outline) item.querySelector('.silhouette .frame-icon')?.replaceWith(outline.cloneNode(true));
}

function showPhoto(photo, { sources, srcset, width, height, hasAlpha }) {
  for (const { type, srcset: files } of sources) {
    const source = document.createElement('source');
    Object.assign(source, { type, srcset: files, sizes: photo.sizes });
    photo.before(source);
  }
  Object.assign(photo, { width, height, srcset });
  photo.classList.toggle('cut-out', hasAlpha);
}

// The template's card shows as many dots as a card can.
function showColours(item, colours) {
  const dots = [...item.querySelectorAll('.dot')];
  const place = dots[0]?.parentElement;
  if (!place) return;
  if (colours.length < 2) {
    place.remove();
    return;
  }
  const words = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) words.currentNode.data = words.currentNode.data.replace(String(DOTS), String(colours.length));
  dots.forEach((dot, at) => {
    if (at < colours.length) dot.querySelector('circle').setAttribute('fill', colours[at][1] ?? '#fff');
    else dot.remove();
  });
}
