// How a number is said in the reader's language.
import * as vscode from 'vscode';

/** With so many digits behind the point at most. 1234.5 → '1,235' */
export function numberText(value: number, digits = 0): string {
  return value.toLocaleString(vscode.env.language, { maximumFractionDigits: digits });
}
