// Places bars of signed values around a zero line that they share. Pure.

export interface SignedBars {
  /** Where 0 is, in percent of the room: at the left where nothing is negative. */
  readonly zero: number;
  readonly bars: readonly SignedBar[];
}

export interface SignedBar {
  /** Both in percent of the room. */
  readonly left: number;
  readonly width: number;
  readonly negative: boolean;
}

/** 4 and −2 share a room from −2 to 4: the zero line stands at a third, −2 reaches from 0 to it, 4 from it to the end. */
export function signedBars(values: readonly number[]): SignedBars {
  const least = Math.min(0, ...values);
  const room = Math.max(0, ...values) - least || 1;
  const percent = (value: number) => (value / room) * 100;
  const bars = values.map((value) => ({
    left: percent(Math.min(0, value) - least),
    width: percent(Math.abs(value)),
    negative: value < 0,
  }));
  return { zero: percent(-least), bars };
}
