// The way through checkout: its steps, the details (kept for this tab alone), the review, and the hand-off by whichever
// module the page loaded for it. No payment details are ever asked for here, and nothing is sent before the hand-off.

import { money, pageCart, totalsOf } from './cart.js';
import { priceGate } from './price-gate.js';

/**
 * `adapter.handOver(order)` takes the order on; `adapter.ready(order)` prepares the review for it; `adapter.takes(offer)`
 * says whether the other side knows a version. An order: {lines, offers, details, form, root, text, words, cart, gate}.
 */
export function startCheckout(adapter) {
  const root = document.querySelector('[data-checkout]');
  const form = root.querySelector('[data-order]');
  const cart = pageCart();
  const opened = (offers) => adapter.ready?.(order(offers));
  const gate = priceGate(cart, { takes: adapter.takes, opened });
  const order = (offers) => ({
    lines: cart.lines, offers, details: detailsOf(form), form, root, text: root.dataset, words: wordsFor(root), cart, gate,
  });
  cart.watch((lines) => showSummary(root, lines));
  const review = async () => {
    const offers = cart.lines.length ? await gate.check() : null;
    if (offers) opened(offers);
  };
  if (!form) { // in person: there is nothing to fill in
    review();
    return;
  }
  keepDetails(form);
  followSteps(form, () => {
    showReview(form);
    review();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const offers = await gate.check();
    if (offers) adapter.handOver(order(offers));
  });
}

/** Sentences about lines, for people who read the order. */
export function wordsFor(root) {
  const { locale } = document.body.dataset;
  const text = root.dataset;
  const plural = new Intl.PluralRules(locale);
  const name = ({ name, option, sku }) => [name, option, sku].filter(Boolean).join(', ');
  const sum = ({ amount, quantity, currency }) => money(Number(amount) * quantity, currency, locale);
  const total = ({ count }) => (plural.select(count) === 'one' ? text.one : text.other).replace('{count}', count);
  return { name, sum, total, money: (amount, currency) => money(amount, currency, locale), notes: (line) => noteLines(line, text) };
}

/** ["Lenses: Single vision", "Gift note: For Ana"] */
export function noteLines({ notes }, { lens, gift }) {
  const told = [[lens, notes?.lens], [gift, notes?.gift]];
  return told.filter(([, words]) => words).map(([sentence, words]) => sentence.replace('{text}', () => words));
}

/** [{name, label, value}] of the fields that are filled in. */
export function detailsOf(form) {
  return [...form.querySelectorAll('[data-label]')]
    .filter((field) => field.value && (field.type !== 'radio' || field.checked))
    .map((field) => ({ name: field.name, label: field.dataset.label, value: field.dataset.value ?? field.value }));
}

function made(tag, content, className = '') {
  return Object.assign(document.createElement(tag), { textContent: content, className });
}

function showSummary(root, lines) {
  const words = wordsFor(root);
  root.querySelector('[data-empty]').hidden = lines.length > 0;
  root.querySelector('[data-full]').hidden = lines.length === 0;
  root.querySelector('[data-lines]').replaceChildren(...lines.map((line) => {
    const item = document.createElement('li');
    const about = made('span', `${line.quantity} × ${words.name(line)}`);
    about.append(...words.notes(line).map((note) => made('span', note, 'line-note muted')));
    item.append(about, made('span', words.sum(line)));
    return item;
  }));
  root.querySelector('[data-totals]').replaceChildren(
    ...totalsOf(lines).flatMap((total) => [made('dt', words.total(total)), made('dd', words.money(total.amount, total.currency))]),
  );
}

function showReview(form) {
  const place = form.querySelector('[data-review]');
  place.replaceChildren(...detailsOf(form).flatMap(({ label, value }) => [made('dt', label), made('dd', value)]));
}

// -- steps ---------------------------------------------------------------------------------------------------------

/** Each step has an address (#delivery), so that the browser's own Back works. `reviewed` is called at the last one. */
function followSteps(form, reviewed) {
  const steps = [...form.querySelectorAll('[data-step]')];
  const marks = [...document.querySelectorAll('[data-progress] [data-to]')];
  const place = () => Math.max(0, steps.findIndex(({ id }) => `#${id}` === location.hash));
  const firstUnfinished = (end) => steps.slice(0, end).findIndex((step) => !isComplete(step));

  function show(focus) {
    const unfinished = firstUnfinished(place());
    const current = unfinished < 0 ? place() : unfinished;
    steps.forEach((step, index) => { step.hidden = index !== current; });
    marks.forEach((mark, index) => {
      mark.disabled = index > current;
      mark.parentElement.classList.toggle('is-done', index < current);
      if (index === current) mark.setAttribute('aria-current', 'step');
      else mark.removeAttribute('aria-current');
    });
    if (focus) steps[current].querySelector('h2').focus();
    if (current === steps.length - 1) reviewed();
  }

  const go = (id) => { if (location.hash === `#${id}`) show(true); else location.hash = id; };
  form.addEventListener('click', ({ target }) => {
    const next = target.closest('[data-next]');
    if (next && complains(next.closest('[data-step]'))) return;
    const to = next ?? target.closest('[data-back]');
    if (to) go(to.dataset.next ?? to.dataset.back);
  });
  form.addEventListener('keydown', (event) => {
    const next = event.key === 'Enter' && event.target.matches('input') && event.target.closest('[data-step]').querySelector('[data-next]');
    if (!next) return;
    event.preventDefault();
    next.click();
  });
  marks.forEach((mark) => mark.addEventListener('click', () => go(mark.dataset.to)));
  addEventListener('hashchange', () => show(true));
  show(false);
}

const fieldsOf = (step) => [...step.querySelectorAll('input, select, textarea')];

function isComplete(step) {
  return fieldsOf(step).every((field) => field.checkValidity());
}

/** Whether a field of the step is not filled in rightly; the browser says so beside the first one. */
function complains(step) {
  const wrong = fieldsOf(step).find((field) => !field.checkValidity());
  wrong?.reportValidity();
  return Boolean(wrong);
}

// -- details -------------------------------------------------------------------------------------------------------

/** In this tab's session storage only: they are gone when the tab is closed. */
function keepDetails(form) {
  const key = `checkout:${document.body.dataset.store}`;
  const fields = [...form.querySelectorAll('[data-label]')];
  const known = stored(key);
  for (const field of fields) {
    const value = known[field.name];
    if (typeof value !== 'string') continue;
    if (field.type === 'radio') field.checked = field.value === value;
    else if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
  }
  showChoices(form);
  form.addEventListener('input', () => {
    const kept = fields.filter((field) => field.type !== 'radio' || field.checked).map((field) => [field.name, field.value]);
    try { sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(kept))); } catch { /* asked again after a reload */ }
    showChoices(form);
  });
}

function stored(key) {
  try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; }
}

/** What delivery costs, for the country that is chosen. */
function showChoices(form) {
  const country = form.querySelector('[name=country]')?.value;
  for (const terms of form.querySelectorAll('[data-terms]')) terms.hidden = terms.dataset.terms !== country;
}
