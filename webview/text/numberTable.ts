// The numbers of an answer as a table, and tables as the text of a file: CSV for spreadsheets, JSON for programs. Pure; knows no
// answer.
import type { ShownToken } from './visibleText.ts';
import { hexBytes } from './visibleText.ts';

export interface NumberColumn {
  /** The same in every language: what programs look for. */
  readonly key: string;
  /** In the reader's language. */
  readonly name: string;
  /** Of its numbers, such as bits. */
  readonly unit?: string;
}

/**
 * A token is written exactly; undefined where there is no value, as of what was not measured. On its way to a webview what is
 * undefined in a list becomes null.
 */
export type NumberCell = string | number | boolean | ShownToken | undefined | null;

export interface NumberTable {
  /** A word for the name of a file: votes. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly NumberColumn[];
  readonly rows: readonly (readonly NumberCell[])[];
}

/** What can be asked for the numbers that it shows; none while it has no answer. */
export interface NumbersSource {
  numbers(): readonly NumberTable[];
}

/** Excel takes a file for UTF-8 only where it begins so. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * CSV by RFC 4180. A cell that begins like a formula would be computed by a spreadsheet. Tokens cannot: they stand in quotation
 * marks, as JSON writes them, which also shows their spaces and line ends. Other words get an apostrophe in front.
 */
export function csvOf({ columns, rows }: NumberTable): string {
  const head = columns.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`));
  const lines = [head.map(csvText), ...rows.map((row) => row.map(csvCell))].map((cells) => `${cells.join(',')}\r\n`);
  return BYTE_ORDER_MARK + lines.join('');
}

/** Rows as objects with the keys of the columns; what is no number by its name, what is not there as null. */
export function jsonOf(tables: readonly NumberTable[]): string {
  const written = tables.map(({ id, title, columns, rows }) => ({
    id,
    title,
    columns,
    rows: rows.map((row) => Object.fromEntries(columns.map(({ key }, i) => [key, jsonCell(row[i])]))),
  }));
  return `${JSON.stringify({ format: 'tokenscope-numbers', version: 1, tables: written }, null, 1)}\n`;
}

function csvCell(cell: NumberCell): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return typeof cell === 'string' ? csvText(cell) : quoted(tokenText(cell));
}

/** Full-width signs begin a formula, too, where the keyboard is East Asian. */
function csvText(text: string): string {
  const isFormula = /^[=+\-@\t\r＝＋－＠]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? quoted(safe) : safe;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** ' a\n' → '" a\n"' with its quotation marks and signs; a part of a character by its bytes: '<E8 98>' */
function tokenText({ text, bytes }: ShownToken): string {
  return text === undefined ? `<${hexBytes(bytes)}>` : JSON.stringify(text);
}

function jsonCell(cell: NumberCell): unknown {
  if (cell === undefined || cell === null) return null;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell !== 'object') return cell;
  return cell.text ?? { bytes: cell.bytes };
}
