// Numbers as a picture, one pixel a number. Knows colours only as a table.
import { type ColorTable, colorOf } from '../theme/theme.ts';

/**
 * `levels(i)`: 0…1 for pixel i, in rows from the top; undefined stays transparent, which is not the same as 0.
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

/** The picture becomes the canvas. */
export function drawImage(canvas: HTMLCanvasElement | null, image: ImageData): void {
  if (!canvas) return;
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** Attention weights of a lower triangle. Square root: most are small, and differences among them matter. */
export function triangleLevels(values: ArrayLike<number>, columns: number, triangular = true) {
  return (i: number): number | undefined =>
    triangular && i % columns > Math.floor(i / columns) ? undefined : Math.sqrt(values[i]);
}
