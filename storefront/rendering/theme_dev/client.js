// Put into every page by the preview's server, and by nothing else: shows what is saved as soon as it is rendered.
const { path, type, version } = document.querySelector('script[data-preview]').dataset;
const changes = new EventSource(`/-/changes?since=${version}`);
let connected = false;

changes.addEventListener('open', () => {
  if (connected) location.reload(); // the server was started again
  connected = true;
});

changes.addEventListener('change', async ({ data }) => {
  const { kind, page_types: types } = JSON.parse(data);
  if (type && !types.includes(type)) return;
  if (kind === 'styles' && type) await restyle();
  else location.reload();
});

// New sheets stand in for those that came with the page, which are switched off once the new ones are there.
async function restyle() {
  const answer = await fetch(`/-/styles?path=${encodeURIComponent(path)}`);
  if (!answer.ok) return location.reload();
  const { first, later } = await answer.json();
  const sheets = await Promise.all([first, later].map((text) => new CSSStyleSheet().replace(text)));
  document.adoptedStyleSheets = sheets;
  for (const sheet of document.styleSheets) sheet.disabled = true;
  document.documentElement.dataset.restyled = Number(document.documentElement.dataset.restyled ?? 0) + 1;
}
