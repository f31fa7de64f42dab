// A product's photos: which ones a version shows, thumbnails, and the viewer that shows them at their full size.

/** The gallery of a product. `otherVersion(picture)` names the version in a photo that is not the chosen one's, or "". */
export function openGallery(root, otherVersion) {
  const slides = [...root.querySelectorAll('.slides > [data-picture]')];
  const thumbnails = [...root.querySelectorAll('.thumbnails > [data-picture]')];
  const shownIn = root.querySelector('[data-shown-in]');

  const row = slides[0]?.parentElement;
  let untouched = true;
  row?.addEventListener('scroll', () => { untouched = false; }, { once: true, passive: true });

  function goTo(picture) {
    const slide = slides.find(({ dataset }) => dataset.picture === picture);
    mark(picture);
    // The first one is in view to begin with: asking where it lies would have the page laid out at once.
    if (untouched && slide === slides.find(({ hidden }) => !hidden)) return;
    row.scrollTo({ left: slide.offsetLeft - row.offsetLeft });
  }

  function mark(picture) {
    const other = otherVersion(picture);
    const said = other && shownIn.dataset.shownIn.replace('{name}', () => other);
    if (shownIn.textContent !== said) shownIn.textContent = said;
    for (const { dataset, firstElementChild: link } of thumbnails) {
      if (dataset.picture === picture) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  for (const thumbnail of thumbnails) {
    thumbnail.addEventListener('click', (event) => {
      event.preventDefault();
      goTo(thumbnail.dataset.picture);
    });
  }
  if (thumbnails.length) {
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) mark(target.dataset.picture);
    }, { root: row, threshold: 0.6 });
    slides.forEach((slide) => seen.observe(slide));
  }
  openViewer(root.querySelector('[data-viewer]'), slides);

  return {
    slides,
    /** Show the photos that fit, the one called `first` in front. */
    only(fits, first) {
      for (const place of [...slides, ...thumbnails]) place.hidden = !fits(place.dataset.picture);
      const shown = slides.find(({ hidden }) => !hidden);
      if (shown) goTo(first ?? shown.dataset.picture);
    },
  };
}

function openViewer(viewer, slides) {
  if (!viewer?.showModal) return;
  const stage = viewer.querySelector('[data-viewer-stage]');
  const zoom = viewer.querySelector('[data-viewer-zoom]');
  const count = viewer.querySelector('[data-viewer-count]');
  const steps = [...viewer.querySelectorAll('[data-viewer-step]')];
  let shown = [];
  let place = 0;

  function show(next) {
    place = (next + shown.length) % shown.length;
    const link = shown[place].querySelector('a');
    const photo = link.querySelector('img');
    const large = Object.assign(document.createElement('img'), { src: link.href, alt: photo.alt, className: photo.classList.contains('cut-out') ? 'viewer-photo' : 'viewer-photo on-paper' });
    large.addEventListener('click', ({ offsetX, offsetY }) => enlarge(!isLarge(), offsetX / large.clientWidth, offsetY / large.clientHeight));
    stage.replaceChildren(large);
    enlarge(false);
    for (const step of steps) step.hidden = shown.length < 2;
    count.textContent = count.dataset.text.replace('{number}', place + 1).replace('{total}', shown.length);
  }

  const isLarge = () => stage.classList.contains('is-large');

  /** Real size or fitted to the window; the point at (x, y), in shares of the photo, comes to the middle. */
  function enlarge(large, x = 0.5, y = 0.5) {
    stage.classList.toggle('is-large', large);
    zoom.setAttribute('aria-label', large ? viewer.dataset.smaller : viewer.dataset.larger);
    stage.scrollTo({ left: x * stage.scrollWidth - stage.clientWidth / 2, top: y * stage.scrollHeight - stage.clientHeight / 2, behavior: 'instant' });
  }

  for (const slide of slides) {
    slide.querySelector('a').addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      shown = slides.filter(({ hidden }) => !hidden);
      viewer.showModal();
      show(shown.indexOf(slide));
      stage.focus();
    });
  }
  zoom.addEventListener('click', () => enlarge(!isLarge()));
  viewer.querySelector('[data-viewer-close]').addEventListener('click', () => viewer.close());
  for (const step of steps) step.addEventListener('click', () => show(place + Number(step.dataset.viewerStep)));
  viewer.addEventListener('close', () => stage.replaceChildren());
  viewer.addEventListener('keydown', (event) => {
    const forward = getComputedStyle(viewer).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === '+' || event.key === '-') enlarge(event.key === '+');
    else if (!isLarge() && ['ArrowLeft', 'ArrowRight'].includes(event.key) && shown.length > 1) show(place + (event.key === forward ? 1 : -1));
    else return;
    event.preventDefault();
  });
}
