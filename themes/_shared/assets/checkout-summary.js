// What is ordered, in words and as a list.

import { money, totalsOf } from './cart.js';

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

function made(tag, content, className = '') {
  return Object.assign(document.createElement(tag), { textContent: content, className });
}

/** The lines beside the steps, with their notes and totals. */
export function showSummary(root, lines) {
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

/** `details`: [{label, value}] of what was filled in. */
export function showReview(form, details) {
  const place = form.querySelector('[data-review]');
  place.replaceChildren(...details.flatMap(({ label, value }) => [made('dt', label), made('dd', value)]));
}
