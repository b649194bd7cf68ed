// Places points in a square and decides which of their names are shown, and where. Pure.

export interface ScatterPoint {
  /** In any unit; y grows upwards. */
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** The index of a colour; undefined for a point of the background. */
  readonly group: number | undefined;
  /** Names of a lower rank get room first; those of points without one are shown only where there is much room. */
  readonly rank: number | undefined;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The side of the square that points are placed in. It has no unit: the SVG scales it. */
export const SIZE = 100;
const MARGIN = 6;
/**
 * Values further from the quartiles than so many times their distance do not set the scale (Tukey 1977 takes 1.5 for an
 * outlier). Embeddings have long tails, and those shall have their places: at 1.5 they would stand in a column.
 */
const FAR_OUT = 4;
/** Where what is further out stands. */
const EDGE = 2;

/**
 * Places in the square, where y grows downwards as in SVG. Each axis has its own scale, so that distances along x and y
 * cannot be compared; the few points that are very far out stand at the edge.
 */
export function placesOf(points: readonly ScatterPoint[]): readonly Place[] {
  const across = scaleOf(points.map((point) => point.x));
  const up = scaleOf(points.map((point) => point.y));
  return points.map(({ x, y }) => ({ x: across(x), y: SIZE - up(y) }));
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const reach = FAR_OUT * (at(0.75) - at(0.25)) || Number.POSITIVE_INFINITY;
  const low = sorted.find((value) => value >= at(0.25) - reach) ?? 0;
  const high = sorted.findLast((value) => value <= at(0.75) + reach) ?? 0;
  const unit = (SIZE - 2 * MARGIN) / (high - low || 1);
  return (value) => Math.max(EDGE, Math.min(SIZE - EDGE, MARGIN + (value - low) * unit));
}

/** The part of the square that is in sight. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlacedName {
  /** The index of the point. */
  readonly point: number;
  /** The name, or its beginning and …. */
  readonly text: string;
  /** The left end of the name and the middle of its height. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface NameLayout {
  readonly frame: Frame;
  /** The size of the font, which is the height of a name. */
  readonly size: number;
  /** Between a point and its name. */
  readonly gap: number;
}

/** The longest name, in font sizes: with its point on either side of the middle, it has room on one side. */
const LONGEST = 9;

/**
 * Names that neither overlap nor leave the frame. Each stands to the right of its point, or to the left where there is
 * more room: on the side where it covers fewer of the wanted points. Earlier ones of `wanted` win, so the important ones
 * stand first: the first one that is in sight is always shown.
 */
export function placeNames(
  wanted: readonly number[],
  places: readonly Place[],
  labels: readonly string[],
  { frame, size, gap }: NameLayout,
): readonly PlacedName[] {
  const placed: PlacedName[] = [];
  const points = new Set(wanted);
  const covers = (name: PlacedName) => [...points].filter((point) => isBelow(places[point], name, size)).length;
  for (const point of points) {
    const { x, y } = places[point];
    if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) continue;
    const text = fitted(labels[point], LONGEST);
    const width = widthOf(text) * size;
    const middle = Math.max(frame.top + size / 2, Math.min(frame.bottom - size / 2, y));
    const free = [x + gap, x - gap - width]
      .map((left) => ({ point, text, x: left, y: middle, width }))
      .filter((name) => isWithin(name, frame) && !placed.some((other) => overlap(name, other, size)));
    const [best] = free.toSorted((a, b) => covers(a) - covers(b));
    if (best) placed.push(best);
  }
  return placed;
}

function isWithin({ x, width }: PlacedName, { left, right }: Frame): boolean {
  return x >= left && x + width <= right;
}

function isBelow({ x, y }: Place, name: PlacedName, height: number): boolean {
  return x > name.x && x < name.x + name.width && Math.abs(y - name.y) < height / 2;
}

function overlap(a: PlacedName, b: PlacedName, height: number): boolean {
  return Math.abs(a.y - b.y) < height && a.x < b.x + b.width && b.x < a.x + a.width;
}

/** The text, or as much of its beginning as has room together with …. */
function fitted(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && widthOf(`${characters.join('')}…`) > most) characters.pop();
  return `${characters.join('')}…`;
}

/**
 * About how wide a text is in a font for code, in font sizes, rather too wide than too narrow. Measuring it would need
 * the DOM.
 */
function widthOf(text: string): number {
  return Array.from(text, widthOfCharacter).reduce((sum, width) => sum + width, 0);
}

function widthOfCharacter(character: string): number {
  if (character <= '~') return 0.63;
  if (/\p{Extended_Pictographic}/u.test(character)) return 1.4;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u.test(
    character,
  )
    ? 1.05
    : 0.85;
}
