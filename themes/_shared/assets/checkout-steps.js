// The steps of checkout: one is seen at a time, and each has an address (#delivery), so that the browser's Back works.

/** `reviewed` is called at the last step; who has not finished an earlier one is led there. */
export function followSteps(form, reviewed) {
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
