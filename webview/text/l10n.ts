// Translates the webview's texts into the host's language. The bundle is the host's own, with English strings as keys,
// and placeholders are filled in as the host's API does it. Knows no component.
import { config, t as translated } from '@vscode/l10n';

/** A BCP 47 tag; it decides how numbers are written. */
let locale = 'en';

/**
 * Must be called before anything is drawn: texts that were drawn already stay as they are. `bundle` maps an English
 * string to its translation; it is empty for English.
 */
export function setLanguage(language: string, bundle: Readonly<Record<string, string>>): void {
  config({ contents: { ...bundle } });
  locale = language;
  document.documentElement.lang = language;
}

/** Translates the string where the bundle has it, and fills its placeholders {0}, {1}, … with the values. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return translated(message, ...values);
}

/** Writes a number with the digit grouping and the decimal sign of the language: 1234.5 → '1,235' in English. */
export function formatNumber(value: number, maximumFractionDigits = 0): string {
  return value.toLocaleString(locale, { maximumFractionDigits });
}

const BYTE_UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size with at most three digits, in decimal units as the hub and makers of disks use them: 548e6 → '548 MB' */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatNumber(bytes)} B`;
  const step = Math.min(BYTE_UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const options = { style: 'unit', unit: BYTE_UNITS[step - 1], maximumSignificantDigits: 3 } as const;
  return (bytes / 1000 ** step).toLocaleString(locale, options);
}

/** A large number in words of the language: 426165248 → '426M' */
export function formatCompact(value: number): string {
  return value.toLocaleString(locale, { notation: 'compact', maximumSignificantDigits: 3 });
}
