// Writes a number of bytes for people, with decimal units, as the hub and makers of disks use them.
import * as vscode from 'vscode';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size with at most three digits. 548e6 → '548 MB', 1.5e9 → '1.5 GB' */
export function sizeText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const options = { style: 'unit', unit: UNITS[step], maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(vscode.env.language, options).format(bytes / 1000 ** step);
}
