// Types into the search page and ticks its boxes; each answers after how many milliseconds its effect was painted:
// suggestions of what was typed, results of a tick. Evaluated in the page.

const PAINT_LIMIT_MS = 3000;
const AFTERWARDS_MS = 300; // until the cards behind the first ones are there too

const field = document.querySelector('#words');
const results = document.querySelector('[data-results]');
const boxes = [...document.querySelectorAll('[data-filters] input[type=checkbox]')];
const wait = (ms) => new Promise((go) => { setTimeout(go, ms); });

function paintedAfter(begun, node, changes = { childList: true }) {
  return new Promise((go) => {
    const done = () => requestAnimationFrame(() => setTimeout(() => go(performance.now() - begun)));
    const watch = new MutationObserver(() => { watch.disconnect(); done(); });
    watch.observe(node, changes);
    setTimeout(done, PAINT_LIMIT_MS);
  });
}

let shown;

globalThis.bench = {
  async type(words) {
    field.focus();
    const suggested = paintedAfter(performance.now(), field, { attributes: true }); // aria-expanded, even for nothing
    shown = paintedAfter(performance.now(), results);
    field.value = words;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    return suggested;
  },
  async tick(number) {
    shown = paintedAfter(performance.now(), results);
    boxes[number].click();
    return shown;
  },
  async settle() {
    await shown;
    await wait(AFTERWARDS_MS);
  },
};
