import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { frontOf, placed } = await load('drawing.js');
const box = [6, 5, 22, 18];
const measured = (values) => ({ measures: Object.entries(values).map(([key, value_mm]) => ({ key, value_mm })) });

test('a front is as wide as was measured, or as its parts need', () => {
  assert.deepEqual(frontOf(measured({ lens_width: 50, bridge: 20, lens_height: 40, frame_width: 138 }), box), { lens: 50, bridge: 20, height: 40, total: 138 });
  assert.equal(frontOf(measured({ lens_width: 50, bridge: 20, frame_width: 100 }), box).total, 126);
});

test('an unknown height takes the proportion of the shape', () => {
  assert.equal(frontOf(measured({ lens_width: 44, bridge: 20 }), box).height, 36);
});

test('nothing is drawn of a frame that was not measured', () => {
  assert.equal(frontOf(measured({ temple: 145 }), box), null);
  assert.equal(frontOf(measured({ lens_width: 50 }), box), null);
  assert.equal(frontOf({}, box), null);
});

test('a lens lies from its bridge outwards, its top at zero', () => {
  const [, x, y, across, down] = placed({ lens: 44, height: 36, bridge: 20 }, box).match(/translate\(([-\d.]+) ([-\d.]+)\) scale\(([\d.]+) ([\d.]+)\)/).map(Number);
  assert.deepEqual([box[0] * across + x, (box[0] + box[2]) * across + x], [-54, -10]);
  assert.deepEqual([box[1] * down + y, (box[1] + box[3]) * down + y], [0, 36]);
});
