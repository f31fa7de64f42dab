// Up to four frames side by side. The address says which (?ids=one,two), so that it can be sent to someone; what is
// known of each comes from its own page, in the reader's language.

import { drawn, frontOf } from './drawing.js';
import { fetchFrame, itemFor } from './frames.js';
import { MOST, pageShelf } from './shelf.js';

const root = document.querySelector('[data-compare]');
const text = root.dataset;
const status = root.querySelector('[data-status]');
const columnTemplate = root.querySelector('template');
const shelf = pageShelf('compare');
const known = new Map(shelf.frames.map((frame) => [frame.slug, frame]));
const address = (slug) => `${text.products}${slug}/`;

// -- which ones ----------------------------------------------------------------------------------------------------

function askedFor() {
  const ids = new URLSearchParams(location.search).get('ids');
  const wanted = ids === null ? shelf.frames.map(({ slug }) => slug) : ids.split(',').filter((id) => /^[\w.-]+$/.test(id));
  return [...new Set(wanted)].slice(0, MOST.compare);
}

let slugs = askedFor();

function choose(next) {
  slugs = next;
  shelf.fill(slugs.map((slug) => known.get(slug)).filter(Boolean));
  history.replaceState(null, '', slugs.length ? `?ids=${slugs.join(',')}` : location.pathname);
  show();
}

async function learn(slug) {
  const frame = await fetchFrame(address(slug)).catch(() => undefined);
  if (frame) known.set(slug, frame);
  if (frame === null) {
    status.textContent = text.gone.replace('{name}', () => known.get(slug)?.name ?? slug);
    slugs = slugs.filter((other) => other !== slug);
  }
}

// -- showing -------------------------------------------------------------------------------------------------------

function show() {
  const frames = slugs.map((slug) => known.get(slug)).filter(Boolean);
  root.querySelector('[data-empty]').hidden = frames.length > 0;
  root.querySelector('[data-full]').hidden = frames.length === 0;
  root.querySelector('[data-heads]').replaceChildren(corner(), ...frames.map(head));
  root.querySelector('[data-rows]').replaceChildren(...rowsOf(frames));
  showOthers();
}

function corner() {
  return document.createElement('td');
}

function head(frame) {
  const cell = itemFor({ ...frame, url: address(frame.slug) }, columnTemplate);
  const remove = cell.querySelector('[data-slot=remove]');
  remove.setAttribute('aria-label', text.remove.replace('{name}', () => frame.name));
  remove.addEventListener('click', () => {
    choose(slugs.filter((slug) => slug !== frame.slug));
    status.textContent = text.removed.replace('{name}', () => frame.name);
    (root.querySelector('[data-slot=remove]') ?? root.querySelector('[data-empty] a')).focus();
  });
  return cell;
}

function* rowsOf(frames) {
  yield drawingRow(frames);
  yield row(text.price, frames.map(({ price }) => price));
  yield row(text.availability, frames.map(({ availability }) => availability));
  yield row(text.marking, frames.map(({ marking }) => marking));
  for (const label of labelsOf(frames, 'measures')) yield row(label, frames.map((frame) => said(frame.measures, label, 'text')));
  for (const label of labelsOf(frames, 'facts')) yield row(label, frames.map((frame) => said(frame.facts, label, 'value')));
}

const labelsOf = (frames, list) => new Set(frames.flatMap((frame) => (frame[list] ?? []).map(({ label }) => label)));
const said = (entries = [], label, field) => entries.find((entry) => entry.label === label)?.[field];

function row(label, values) {
  const line = document.createElement('tr');
  line.append(rowHead(label), ...values.map((value) => Object.assign(document.createElement('td'), { textContent: value || '–' })));
  line.classList.toggle('is-different', new Set(values).size > 1);
  return line;
}

function rowHead(label) {
  return Object.assign(document.createElement('th'), { scope: 'row', textContent: label });
}

/** All fronts in one room, so that a millimetre is as long in every column. */
function drawingRow(frames) {
  const outlines = frames.map((frame) => outlineOf(frame));
  const fronts = outlines.map(({ front }) => front).filter(Boolean);
  const room = { width: 4 + Math.max(...fronts.map(({ total }) => total)), height: Math.max(...fronts.map(({ height }) => height)) };
  const line = document.createElement('tr');
  line.append(rowHead(text.drawing), ...outlines.map(({ front, lens }) => {
    const cell = document.createElement('td');
    cell.append(front ? drawn(front, lens, room) : text.unmeasured);
    return cell;
  }));
  line.hidden = fronts.length === 0;
  return line;
}

function outlineOf(frame) {
  const lens = document.getElementById(`lens-${frame.shape}`) ?? document.getElementById('lens-panto');
  return { lens, front: frontOf(frame, lens.dataset.box.split(' ').map(Number)) };
}

// -- others to add -------------------------------------------------------------------------------------------------

function showOthers() {
  const seen = [...pageShelf('wishlist').frames, ...pageShelf('recent').frames].filter(({ slug }) => !slugs.includes(slug));
  const others = [...new Map(seen.map((frame) => [frame.slug, frame])).values()].slice(0, 8);
  const place = root.querySelector('[data-others]');
  place.hidden = others.length === 0 || slugs.length >= MOST.compare;
  place.querySelector('ul').replaceChildren(...others.map(other));
}

function other(frame) {
  const item = document.createElement('li');
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: `+ ${frame.name}` });
  button.setAttribute('aria-label', text.add.replace('{name}', () => frame.name));
  button.addEventListener('click', async () => {
    known.set(frame.slug, frame);
    const next = [...slugs, frame.slug];
    await learn(frame.slug);
    choose(next.filter((slug) => known.has(slug)).slice(0, MOST.compare));
    status.textContent = text.added.replace('{name}', () => frame.name);
  });
  item.append(button);
  return item;
}

show();
await Promise.all(slugs.map(learn));
if (slugs.length && slugs.every((slug) => known.has(slug))) choose(slugs);
else show(); // without an answer neither the address nor what was chosen before is given up
