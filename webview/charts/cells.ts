// Turns numbers into a picture, one pixel for each; the browser enlarges it. Knows colours only as a table.
import { type ColorTable, colorOf } from '../theme/theme.ts';

/**
 * `levels(i)` is the level of pixel i from 0 to 1, row by row from the top. Where it is undefined the pixel stays
 * transparent, which is not the same as 0.
 */
export function cellImage(
  columns: number,
  rows: number,
  table: ColorTable,
  levels: (i: number) => number | undefined,
): ImageData {
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) {
    const level = levels(i);
    if (level !== undefined) pixels[i] = colorOf(table, level);
  }
  return image;
}

/** Gives the canvas the size of the picture, one pixel each, and draws it. */
export function drawImage(canvas: HTMLCanvasElement | null, image: ImageData): void {
  if (!canvas) return;
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** Signed numbers from -1 to 1 as levels of the diverging colours: the root of their size to both sides of the middle. */
export function signedLevel(share: number): number {
  return 0.5 + (Math.sign(share) * Math.sqrt(Math.abs(share))) / 2;
}

/**
 * Levels of attention weights in rows of `columns`; if `triangular`, cells above the diagonal are left out. Most
 * weights are small, and the square root spreads those over more of the colours.
 */
export function triangleLevels(
  values: ArrayLike<number>,
  columns: number,
  triangular = true,
  level: (value: number) => number = Math.sqrt,
) {
  return (i: number): number | undefined =>
    triangular && i % columns > Math.floor(i / columns) ? undefined : level(values[i]);
}
