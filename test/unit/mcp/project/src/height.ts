/** The height of the water at a time, in metres above the chart datum. */
export function height(constituents: readonly Constituent[], hours: number): number {
  return constituents.reduce(
    (sum, { amplitude, speed, phase }) => sum + amplitude * Math.cos(speed * hours - phase),
    0,
  );
}

interface Constituent {
  readonly amplitude: number;
  /** In radians an hour. */
  readonly speed: number;
  readonly phase: number;
}
