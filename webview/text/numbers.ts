// Writes numbers the way people read them, independent of the language. Pure.

/**
 * A probability from 0 to 1 as a percentage: 0.4773 → '47.7 %', 0.00042 → '0.042 %'. Only an exact 0 becomes '0 %',
 * since softmax gives every token a little: 1e-9 → '< 0.001 %'
 */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value === 0) return '0 %';
  if (value < 0.001) return '< 0.001 %';
  if (value >= 99.95) return '100 %';
  // The limits are where rounding goes over to one more digit before the point: 9.999 → '10.0'.
  return `${value >= 9.995 ? value.toFixed(1) : value >= 0.995 ? value.toFixed(2) : value.toPrecision(2)} %`;
}

/** Two decimals with a typographic minus sign, which zero has not: -0.041 → '−0.04', -0.001 → '0.00' */
export function hundredths(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

/** The same with its sign, also that of what is above 0: 2.1 → '+2.10', 0.001 → '0.00' */
export function signed(value: number): string {
  const text = hundredths(value);
  return value > 0 && text !== '0.00' ? `+${text}` : text;
}

/**
 * Three significant digits with a typographic minus sign, in exponents, too: -0.01234 → '−0.0123', 0.00012 → '1.2e−4'
 */
export function short(value: number): string {
  const text =
    value === 0 ? '0' : Math.abs(value) < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replace(/-/g, '−');
}
