import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { difference } = await load('listing-sizes.js');
const text = {
  sizeExact: 'Exactly', lensMore: 'lens {mm} wider', lensLess: 'lens {mm} narrower', lensSame: 'same lens', bridgeMore: 'bridge {mm} wider',
  bridgeLess: 'bridge {mm} narrower', bridgeSame: 'same bridge', templeMore: 'temple {mm} longer', templeLess: 'temple {mm} shorter', templeSame: 'same temple',
};

test('a frame\'s difference from the size asked for, in words', () => {
  assert.equal(difference([54, 18, 140], [52, 18, 145], text), 'Lens 2 wider, same bridge, temple 5 shorter');
  assert.equal(difference([51.5, 19, 145], [52, 18, 145], text), 'Lens 0.5 narrower, bridge 1 wider, same temple');
  assert.equal(difference([52, 18, 145], [52, 18, 145], text), 'Exactly');
});

test('what was not asked or is not known is not compared', () => {
  assert.equal(difference([54, 17, 140], [52, 18, 0], text), 'Lens 2 wider, bridge 1 narrower');
  assert.equal(difference([52, 18, 0], [52, 18, 145], text), 'Exactly');
});
