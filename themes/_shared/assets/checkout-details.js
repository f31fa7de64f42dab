// What a customer types: in this tab's session storage only, and gone when the tab is closed.

/** [{name, label, value}] of the fields that are filled in. */
export function detailsOf(form) {
  return [...form.querySelectorAll('[data-label]')]
    .filter((field) => field.value && (field.type !== 'radio' || field.checked))
    .map((field) => ({ name: field.name, label: field.dataset.label, value: field.dataset.value ?? field.value }));
}

/** Fills in what was typed before, and keeps what is typed now. */
export function keepDetails(form) {
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
