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
