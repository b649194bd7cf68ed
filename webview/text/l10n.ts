// The host's language in the webview: the same bundle, English strings as keys, filled in as the host's own API does it.
// Knows no component.
import { config, t as translated } from '@vscode/l10n';

let locale = 'en';

/** `bundle`: English string → translation; empty for English. */
export function setLanguage(language: string, bundle: Readonly<Record<string, string>>): void {
  config({ contents: { ...bundle } });
  locale = language;
  document.documentElement.lang = language;
}

/** Holes {0}, {1}, … are filled with the values; translated where the bundle has the string. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return translated(message, ...values);
}

export function formatNumber(value: number, maximumFractionDigits = 0): string {
  return value.toLocaleString(locale, { maximumFractionDigits });
}
