// A frame's front drawn from its measures: lens outlines of its shape, stretched to lens width and height, a bridge apart.

const SVG = 'http://www.w3.org/2000/svg';

/** Millimetres of a front: {lens, height, bridge, total}; null without lens width and bridge, since nothing is guessed. */
export function frontOf({ measures = [] }, box) {
  const of = (key) => measures.find((measure) => measure.key === key)?.value_mm;
  const lens = of('lens_width');
  const bridge = of('bridge');
  if (!lens || !bridge) return null;
  const height = of('lens_height') ?? (lens * box[3]) / box[2];
  return { lens, bridge, height, total: Math.max(of('frame_width') ?? 0, 2 * lens + bridge + 6) };
}

/** Puts the left lens of a box [x, y, width, height] where it belongs: right edge half a bridge left of the middle. */
export function placed({ lens, height, bridge }, [x, y, width, tall]) {
  const across = lens / width;
  const down = height / tall;
  return `translate(${round(-bridge / 2 - lens - x * across)} ${round(-y * down)}) scale(${round(across)} ${round(down)})`;
}

const round = (number) => Math.round(number * 1000) / 1000;

/** An <svg> of the front in a view of `room` {width, height} millimetres; all with the same room are at one scale. */
export function drawn(front, lens, room) {
  const { total, bridge, height } = front;
  const box = lens.dataset.box.split(' ').map(Number);
  const half = () => made('use', { href: `#${lens.id}`, transform: placed(front, box) });
  const mirrored = made('g', { transform: 'scale(-1 1)' });
  mirrored.append(half(), made('path', { d: `M${round(bridge / 2 + front.lens - 1)} ${round(height * 0.2)}L${round(total / 2)} ${round(height * 0.15)}v4` }));
  const left = made('g', {});
  left.append(half(), ...[...mirrored.children].slice(1).map((path) => path.cloneNode()));
  const over = made('path', { d: `M${-bridge / 2 - 0.6} ${round(height * 0.32)}q${bridge / 2 + 0.6} ${-height * 0.12} ${bridge + 1.2} 0` });
  const svg = made('svg', { class: 'frame-drawing', viewBox: `${-room.width / 2} -2 ${room.width} ${room.height + 4}`, 'aria-hidden': 'true' });
  svg.append(left, mirrored, over);
  return svg;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
