// The host's language in the webview: the same bundle, English strings as keys. Knows no component.

let strings: Readonly<Record<string, string>> = {};
let locale = 'en';

export function setLanguage(language: string, bundle: Readonly<Record<string, string>>): void {
  strings = bundle;
  locale = language;
  document.documentElement.lang = language;
}

/** t('{0} of {1}', 3, 5) → '3 of 5', translated where the bundle has it. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return (strings[message] ?? message).replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
}

export function formatNumber(value: number, maximumFractionDigits = 0): string {
  return value.toLocaleString(locale, { maximumFractionDigits });
}
