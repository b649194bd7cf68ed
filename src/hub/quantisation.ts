// What the name of a quantisation tells: how many bits a weight takes, whether Tokenscope reads it, and which of several to
// take. A file named Q4_K_M mixes types; it is named after the one that most of its weights have. Knows no file.

/** What the quantisations have in common that cost a model equally much. */
export type QuantisationClass =
  | 'full'
  | 'bits8'
  | 'bits6'
  | 'bits5'
  | 'bits4'
  | 'bits3'
  | 'bits2'
  | 'mxfp4'
  | 'unknown';

/** The types whose weights Tokenscope can read, without what says how a file mixes them. */
const READABLE = /^(?:F32|F16|BF16|MXFP4(?:_MOE)?|IQ4_(?:NL|XS)|Q[45]_[01]|Q8_0|Q[2-68]_K(?:_[A-Z]+)?)$/;
/** Of a machine's memory. The rest is for activations, the editor and everything else that runs. */
const MOST_OF_MEMORY = 1 / 4;

/** Whether a model of it can be opened, as far as its name says; one of no known name may be. */
export function isReadable(quantisation: string | undefined): boolean {
  return quantisation === undefined || READABLE.test(withoutMixer(quantisation));
}

/** 'UD-Q4_K_XL' → bits4 */
export function quantisationClass(quantisation: string | undefined): QuantisationClass {
  const type = withoutMixer(quantisation ?? '');
  if (/^B?F(?:16|32)$/.test(type)) return 'full';
  if (type.startsWith('MXFP4')) return 'mxfp4';
  const bits = /^I?Q([2-68])/.exec(type)?.[1];
  return bits === undefined ? 'unknown' : (`bits${bits}` as QuantisationClass);
}

interface Offered {
  readonly quantisation: string | undefined;
  readonly bytes: number;
}

/**
 * The one to take: the most exact of at most 8 bits that fits well into memory, or else the smallest. undefined where none can
 * be read.
 */
export function recommended<Variant extends Offered>(
  variants: readonly Variant[],
  memoryBytes: number,
): Variant | undefined {
  const bySize = variants.filter(({ quantisation }) => isReadable(quantisation)).toSorted((a, b) => b.bytes - a.bytes);
  const quantised = bySize.filter(({ quantisation }) => quantisationClass(quantisation) !== 'full');
  return quantised.find(({ bytes }) => bytes <= memoryBytes * MOST_OF_MEMORY) ?? bySize.at(-1);
}

function withoutMixer(quantisation: string): string {
  return quantisation.replace(/^UD-/, '');
}
