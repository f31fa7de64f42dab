import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { plain, wordsOf, askedWords, mistakes, allowedMistakes, readSize, distance } = await load('search-text.js');
const near = (word, other) => mistakes(word, other, allowedMistakes(word)) < Infinity;

test('accents, capitals and apostrophes do not count', () => {
  assert.equal(plain('MontaÑa'), 'montana');
  assert.equal(plain("O'Neill Ørgreen Łódź Straße"), 'oneill orgreen lodz strasse');
});

test('what a hyphen joins is there in parts and as one', () => {
  assert.deepEqual(wordsOf('Ray-Ban RB3025, 58 mm'), ['ray', 'ban', 'rayban', 'rb3025', '58', 'mm']);
  assert.deepEqual(askedWords(' Ray-Ban  '), ['ray', 'ban']);
  assert.deepEqual(wordsOf('- نظارة {{ 7*7 }}'), ['نظارة', '7', '7']);
});

test('one mistake is allowed from four letters, two from eight, the first letter too', () => {
  for (const [word, other] of [['sqare', 'square'], ['browwn', 'brown'], ['blaek', 'black'], ['vayfarer', 'wayfarer'], ['ound', 'round']]) {
    assert.equal(near(word, other), true, word);
  }
  assert.equal(near('rnoud', 'round'), false); // two in a short word
  assert.equal(near('runod', 'round'), false);
  assert.equal(near('ruond', 'round'), true); // two letters that changed places are one mistake
  assert.equal(near('abl', 'alba'), false);
  assert.equal(near('tortseshel', 'tortoiseshell'), true);
});

test('a word may still be unfinished', () => {
  assert.equal(near('tortose', 'tortoiseshell'), true);
  assert.equal(near('wayfarers', 'wayfarer'), true);
});

test('sizes are read as people write them', () => {
  for (const text of ['52-18-145', '52 18 145', '52□18-145', '52[]18 145', '52/18/145 mm', '52 mm 18 mm 145']) {
    assert.deepEqual(readSize(text), { size: [52, 18, 145], words: '' }, text);
  }
  assert.deepEqual(readSize('52,5x18'), { size: [52.5, 18, 0], words: '' });
  assert.deepEqual(readSize('round 52-18 black'), { size: [52, 18, 0], words: 'round   black' });
});

test('other numbers are words', () => {
  for (const text of ['RB3025', '52', '12-18-145', '52-18-999', '1952-18']) assert.equal(readSize(text).size, null, text);
});

test('a temple counts half, and what is unknown not at all', () => {
  assert.equal(distance([52, 18, 145], [54, 17, 140]), 5.5);
  assert.equal(distance([52, 18, 0], [54, 18, 140]), 2);
  assert.equal(distance([52, 18, 145], [52, 0, 145]), Infinity);
});
