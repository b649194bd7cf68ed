// The host's language in the webview: the same bundle, English strings as keys. Knows no component.

let strings: Readonly<Record<string, string>> = {};
let locale = 'en';

export function setLanguage(language: string, bundle: Readonly<Record<string, string>>): void {
  strings = bundle;
  locale = language;
  document.documentElement.lang = language;
}

/** Holes {0}, {1}, … are filled with the values; translated where the bundle has the string. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return (strings[message] ?? message).replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
}

export function formatNumber(value: number, maximumFractionDigits = 0): string {
  return value.toLocaleString(locale, { maximumFractionDigits });
}
