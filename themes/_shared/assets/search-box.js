// A search field that suggests products, brands and categories: the combobox pattern with a list box of WAI-ARIA.

import { cardAt, openIndex } from './search-index.js';
import { suggest } from './search-suggest.js';
import { tableOf } from './search-table.js';

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * `box` holds the field (of type "text": no other may be a combobox) and the [data-suggestions] that name the kinds in
 * data-product, data-brand, data-category.
 */
export function searchBox(box, indexUrl) {
  const field = box.querySelector('input');
  const list = box.querySelector('[data-suggestions]');
  Object.assign(field, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: 'false' });
  field.setAttribute('aria-controls', list.id);
  let options = [];
  let active = -1;
  let latest = 0;

  const opened = async () => {
    const index = await openIndex(indexUrl);
    return { index, table: await tableOf(index) };
  };

  async function offer() {
    const mine = latest += 1;
    const found = await opened().catch(() => null); // the results say that they can't be had
    if (found && mine === latest) show(found.index, found.table);
  }

  function show(index, table) {
    const found = document.activeElement === field ? suggest(table, index, field.value) : [];
    options = found.map((suggestion, number) => optionOf(suggestion, `${list.id}-${number}`, () => go(index, table, suggestion)));
    list.replaceChildren(...groupsOf(found, options, list));
    mark(-1);
    open(options.length > 0);
  }

  function leave() {
    latest += 1; // what is still on its way is not shown any more
    open(false);
  }

  function open(is) {
    list.hidden = !is;
    field.setAttribute('aria-expanded', String(is));
    if (!is) mark(-1);
  }

  function mark(number) {
    options[active]?.setAttribute('aria-selected', 'false');
    active = number;
    options[active]?.setAttribute('aria-selected', 'true');
    options[active]?.scrollIntoView({ block: 'nearest' });
    if (options[active]) field.setAttribute('aria-activedescendant', options[active].id);
    else field.removeAttribute('aria-activedescendant');
  }

  function step(by) {
    if (list.hidden) return offer();
    const last = options.length - 1;
    return mark(active + by > last ? -1 : active + by < -1 ? last : active + by); // -1 is the field itself
  }

  field.addEventListener('input', offer);
  field.addEventListener('focus', () => opened().catch(() => {}), { once: true });
  field.addEventListener('blur', leave);
  field.addEventListener('keydown', (event) => {
    const { key } = event;
    if (key in STEPS) step(STEPS[key]);
    else if (key === 'Escape' && !list.hidden) leave();
    else if (key === 'Enter' && active >= 0) options[active].click();
    else {
      if (key === 'Enter') leave();
      return;
    }
    event.preventDefault();
  });
  if (field.value) offer(); // typed before this script had come
}

async function go(index, table, { url, product }) {
  location.assign(url ?? (await cardAt(index, ...table.places[product])).url);
}

function optionOf({ label, note }, id, chosen) {
  const option = element('div', { id, className: 'suggestion', role: 'option', ariaSelected: 'false' }, label);
  if (note) option.append(' ', element('span', { className: 'muted' }, note));
  option.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
  option.addEventListener('click', chosen);
  return option;
}

function groupsOf(found, options, { dataset }) {
  const groups = new Map();
  for (const [number, { kind }] of found.entries()) {
    if (!groups.has(kind)) {
      const title = element('div', { className: 'suggestions-title', role: 'presentation' }, dataset[kind]);
      groups.set(kind, element('div', { role: 'group', ariaLabel: dataset[kind] }));
      groups.get(kind).append(title);
    }
    groups.get(kind).append(options[number]);
  }
  return groups.values();
}

function element(name, properties, words = '') {
  return Object.assign(document.createElement(name), properties, { textContent: words });
}
