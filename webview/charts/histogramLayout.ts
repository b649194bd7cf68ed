// Where the bars of a histogram are. Numbers in, places out.

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface HistogramSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A bar for each bin, as high as its count beside the largest one, or as the logarithm of one more than that: bins of one
 * number stay in sight beside those of a million. Nothing has no height.
 */
export function histogramBars(
  bins: ArrayLike<number>,
  { width, height }: HistogramSize,
  logarithmic: boolean,
): readonly Bar[] {
  const scale = (count: number) => (logarithmic ? Math.log1p(count) : count);
  const top = Array.from(bins).reduce((most, count) => Math.max(most, scale(count)), 0) || 1;
  const each = width / bins.length;
  return Array.from(bins, (count, i) => {
    const high = (scale(count) / top) * height;
    return { x: i * each, y: height - high, width: each, height: high };
  });
}

/** Where a value stands along the axis from `least` to `most`; undefined outside of it. */
export function placeOf(value: number, { least, most, width }: HistogramRange): number | undefined {
  if (!(least <= value && value <= most) || least === most) return undefined;
  return ((value - least) / (most - least)) * width;
}

export interface HistogramRange {
  readonly least: number;
  readonly most: number;
  readonly width: number;
}
