// The form of a listing: what it asks for, how much each choice would show, and chips that take a choice back.

import { readState } from './filtering.js';

export class ListingForm {
  /** `changed` is called when a chip was taken back. */
  constructor(form, active, text, changed) {
    this.form = form;
    this.active = active;
    this.text = text;
    this.changed = changed;
    this.facets = [...form.querySelectorAll('[data-facet]')];
    this.boxes = [...form.querySelectorAll('input[type=checkbox]')];
    this.ranges = [...form.querySelectorAll('[data-range]')];
    this.kinds = Object.fromEntries(this.facets.map(({ dataset }) => [dataset.facet, dataset.kind]));
    for (const facet of this.facets) this.#listen(facet);
    document.addEventListener('click', ({ target }) => this.facets.filter((facet) => !facet.contains(target)).forEach(close));
  }

  get state() {
    const { elements } = this.form;
    const query = new URLSearchParams({ q: elements.q?.value ?? '', sort: elements.sort.value });
    for (const { checked, name, value } of this.boxes) if (checked) query.append(name, value);
    for (const range of this.ranges) query.set(range.dataset.range, boundsOf(range).map(({ value }) => value).join('-'));
    return readState(query, this.kinds);
  }

  set state({ words, sort, choices, ranges }) {
    const { elements } = this.form;
    if (elements.q) elements.q.value = words;
    elements.sort.value = sort;
    for (const box of this.boxes) box.checked = choices[box.name]?.includes(box.value) ?? false;
    for (const range of this.ranges) {
      boundsOf(range).forEach((input, end) => { input.value = ranges[range.dataset.range]?.[end] ?? ''; });
    }
  }

  /** The counts by facet and value; none are the counts that the page came with. */
  showCounts(counts) {
    for (const box of this.boxes) {
      const tick = box.closest('.tick');
      const place = tick.querySelector('[data-count]');
      place.dataset.count ||= place.textContent;
      const number = counts ? (counts[box.name]?.[box.value] ?? 0) : Number(place.dataset.count);
      place.textContent = number;
      tick.classList.toggle('is-none', number === 0 && !box.checked);
    }
  }

  showMarks(state) {
    for (const facet of this.facets) {
      const key = facet.dataset.facet;
      const number = state.choices[key]?.length ?? (state.ranges[key] ? 1 : 0);
      const mark = facet.querySelector('[data-mark]');
      mark.hidden = number === 0;
      mark.textContent = number;
    }
    const chips = [...this.#chipsOf(state)];
    if (chips.length > 1) chips.push(this.#chip(this.text.clear, this.text.clear, () => { this.state = readState(new URLSearchParams(), this.kinds); }));
    this.active.hidden = chips.length === 0;
    this.active.replaceChildren(...chips);
  }

  * #chipsOf(state) {
    for (const box of this.boxes.filter(({ checked }) => checked)) {
      yield this.#chipFor(box.dataset.label, () => { box.checked = false; });
    }
    for (const range of this.ranges) {
      const { range: key, label, unit } = range.dataset;
      const [low, high] = state.ranges[key] ?? [];
      if (low === undefined) continue;
      yield this.#chipFor(`${label} ${low ?? ''}–${high ?? ''} ${unit}`.trim(), () => boundsOf(range).forEach((input) => { input.value = ''; }));
    }
  }

  #chipFor(name, undo) {
    return this.#chip(`${name} ×`, this.text.remove.replace('{name}', () => name), undo);
  }

  #chip(label, spoken, undo) {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', className: 'chip', textContent: label, ariaLabel: spoken });
    button.addEventListener('click', () => {
      undo();
      this.changed();
      (this.active.querySelector('button') ?? this.facets[0]?.querySelector('summary'))?.focus();
    });
    return button;
  }

  #listen(facet) {
    const leave = () => {
      close(facet);
      facet.querySelector('summary').focus();
    };
    facet.addEventListener('toggle', () => { if (facet.open) this.facets.filter((other) => other !== facet).forEach(close); });
    facet.addEventListener('keydown', ({ key }) => { if (key === 'Escape') leave(); });
    facet.querySelector('[data-done]').addEventListener('click', leave);
  }
}

const boundsOf = (range) => [...range.querySelectorAll('[data-bound]')];

function close(facet) {
  facet.open = false;
}
