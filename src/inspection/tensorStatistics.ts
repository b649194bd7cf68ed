// What the numbers of a tensor are like: mean, deviation, extremes and a histogram. They are gone through twice, since the
// histogram is of what lies between the extremes. Pure, but for whoever hands the numbers in.
import type { TensorStatistics } from '../contract/modelFile.ts';

export const BINS = 128;

/** The numbers from the beginning, each time it is called. */
export type ReadAll = () => AsyncIterable<Float32Array>;

/** Fails as reading does. `onPart` hears of every number twice. */
export async function tensorStatistics(
  read: ReadAll,
  onPart: (numbers: number) => void = () => {},
): Promise<Omit<TensorStatistics, 'standsFor'>> {
  const moments = new Moments();
  for await (const values of read()) {
    moments.add(values);
    onPart(values.length);
  }
  const { least, most } = moments;
  const bins = new Float64Array(BINS);
  for await (const values of read()) {
    addToBins(bins, values, least, most);
    onPart(values.length);
  }
  return { ...moments.summary(), bins };
}

/**
 * The last bin has its upper end, as in numpy.histogram. Where all numbers are the same, they are in the middle one.
 */
export function addToBins(bins: Float64Array, values: Float32Array, least: number, most: number): void {
  const width = most - least;
  const last = bins.length - 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) continue; // not finite
    const at = width > 0 ? Math.floor(((value - least) / width) * bins.length) : bins.length >> 1;
    bins[at > last ? last : at]++;
  }
}

/** Sums around the mean of each part, joined as Chan, Golub and LeVeque 1979 do: squares alone would cancel out. */
class Moments {
  count = 0;
  notFinite = 0;
  zeros = 0;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  #mean = 0;
  /** Σ (x - mean)² */
  #squares = 0;

  add(values: Float32Array): void {
    let { least, most, zeros } = this; // fields would be written for every number
    let [n, sum] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value - value !== 0) continue; // not finite
      n++;
      sum += value;
      if (value === 0) zeros++;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    Object.assign(this, { least, most, zeros });
    this.count += values.length;
    this.notFinite += values.length - n;
    if (n > 0) this.#join(values, n, sum / n);
  }

  #join(values: Float32Array, n: number, mean: number): void {
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const apart = values[i] - mean;
      if (apart - apart === 0) squares += apart * apart;
    }
    const before = this.count - this.notFinite - n;
    const apart = mean - this.#mean;
    this.#squares += squares + (apart * apart * before * n) / (before + n);
    this.#mean += (apart * n) / (before + n);
  }

  summary(): Omit<TensorStatistics, 'bins' | 'standsFor'> {
    const { count, notFinite, zeros, least, most } = this;
    const finite = count - notFinite;
    const none = finite === 0;
    return {
      ...{ count, notFinite, zeros },
      least: none ? Number.NaN : least,
      most: none ? Number.NaN : most,
      mean: none ? Number.NaN : this.#mean,
      deviation: none ? Number.NaN : Math.sqrt(this.#squares / finite),
    };
  }
}
