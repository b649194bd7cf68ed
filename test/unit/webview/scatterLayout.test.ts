// Where points and their names are: the places by value, the names by law.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frame, placeNames, placesOf, SIZE } from '../../../webview/charts/scatterLayout.ts';
import { randomOf } from '../random.ts';

const point = (x: number, y: number) => ({ x, y, label: 'x', group: undefined, rank: undefined });
const WHOLE: Frame = { left: 0, top: 0, right: SIZE, bottom: SIZE };
const LAYOUT = { frame: WHOLE, size: 3, gap: 1 };

test('points fill the square to its margins; one far out stands at its edge', () => {
  const places = placesOf(Array.from({ length: 100 }, (_, i) => point(i === 99 ? 1e6 : i, i)));
  assert.deepEqual(places[0], { x: 6, y: 94 });
  assert.deepEqual([places[98].x, places[99].x, places[99].y], [94, 98, 6]);
});

test('a long tail keeps its places, and does not become a column at the edge', () => {
  // As the first component of the embedded model: half of the points from −0.5 to 0.6, the last ones at −4.4 and 2.5.
  const spread = Array.from({ length: 101 }, (_, i) => {
    const u = (i - 50) / 50;
    return Math.sign(u) * Math.abs(u) ** 2.4 * (u < 0 ? 4.4 : 2.5);
  });
  const places = placesOf(spread.map((x) => point(x, 0)));
  assert.equal(new Set(places.map(({ x }) => x.toFixed(6))).size, new Set(spread.map((x) => x.toFixed(6))).size);
  assert.deepEqual([places[0].x, places[100].x], [6, 94]);
});

test('points that are all alike have a place, too', () => {
  assert.deepEqual(placesOf([point(3, 3), point(3, 3)]), [
    { x: 6, y: 94 },
    { x: 6, y: 94 },
  ]);
  assert.deepEqual(placesOf([]), []);
});

test('a name stands to the right of its point, and to the left where that has no room', () => {
  const places = [
    { x: 10, y: 50 },
    { x: 97, y: 20 },
    { x: 10.5, y: 51 },
  ];
  const names = placeNames([0, 1, 2], places, ['ab', 'cd', 'ef'], LAYOUT);
  assert.deepEqual(
    names.map(({ text, x, width }) => [text, x > places[0].x, x + width < 97]),
    [
      ['ab', true, true],
      ['cd', true, true],
      ['ef', false, true],
    ],
  );
  assert.equal(names[0].x, 11);
  assert.equal(names[1].x + names[1].width, 96);
  assert.equal(names[2].x + names[2].width, 9.5); // the right of it is taken by 'ab'
});

test('a name stands on the side where it covers fewer points', () => {
  const places = [
    { x: 50, y: 50 },
    { x: 54, y: 50 },
    { x: 56, y: 51 },
  ];
  const [first] = placeNames([0, 1, 2], places, ['abcd', '', ''], LAYOUT);
  assert.deepEqual([first.text, first.x + first.width], ['abcd', 49]);
});

test('a long name is cut and ends in …, by how wide its characters are', () => {
  const text = (label: string) => placeNames([0], [{ x: 50, y: 50 }], [label], LAYOUT)[0].text;
  assert.deepEqual(['abc', 'x'.repeat(30), '字'.repeat(30)].map(text), [
    'abc',
    `${'x'.repeat(12)}…`,
    `${'字'.repeat(7)}…`,
  ]);
});

const PARTS = ['a', 'the', '·cat', '字', '蘋果', 'مرحبا', '👩‍🚀', '\\xE8', 'Internationalisation'];

test('whatever the points, names and part in sight: no two names overlap, none leaves the frame, the first is there', () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomOf(seed);
    const n = 1 + random.below(80);
    // Half of them in one corner, where they crowd, and some at the very edge.
    const at = () => random.of([random.next() * SIZE, SIZE - random.next() * 8, SIZE - 2, 2]);
    const places = Array.from({ length: n }, () => ({ x: at(), y: at() }));
    const labels = places.map(() => random.of(PARTS) + random.of(PARTS));
    const k = 1 + random.next() * 10;
    const [left, top] = [random.next() * (SIZE - SIZE / k), random.next() * (SIZE - SIZE / k)];
    const frame = { left, top, right: left + SIZE / k, bottom: top + SIZE / k };
    const wanted = [...places.keys(), 0];
    const names = placeNames(wanted, places, labels, { frame, size: 2.9 / k, gap: 1.2 / k });
    const boxes = names.map(({ x, y, width }) => ({
      left: x,
      right: x + width,
      top: y - 1.45 / k,
      bottom: y + 1.45 / k,
    }));
    const within = 1e-9;
    for (const [i, box] of boxes.entries()) {
      assert.ok(box.left >= frame.left - within && box.right <= frame.right + within, `seed ${seed}: ${names[i].text}`);
      assert.ok(box.top >= frame.top - within && box.bottom <= frame.bottom + within, `seed ${seed}: ${names[i].text}`);
      for (const other of boxes.slice(i + 1)) {
        const apart =
          box.right <= other.left ||
          other.right <= box.left ||
          box.bottom <= other.top + within ||
          other.bottom <= box.top + within;
        assert.ok(apart, `seed ${seed}: ${names[i].text}`);
      }
    }
    const [first] = places;
    const inSight = first.x >= frame.left && first.x <= frame.right && first.y >= frame.top && first.y <= frame.bottom;
    assert.equal(names[0]?.point === 0, inSight, `seed ${seed}`);
    assert.deepEqual(placeNames(wanted, places, labels, { frame, size: 2.9 / k, gap: 1.2 / k }), names);
  }
});
