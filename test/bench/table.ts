// The figures of cases as Markdown, in place of those that a page has of the same cases. Knows no case and no machine.
import { type Figure, figuresOf } from './figures.ts';

const [BEGIN, END] = ['<!-- npm run bench -- --table -->', '<!-- end of what the bench wrote -->'];

export interface CaseTable {
  readonly name: string;
  /** What is measured, and a line about when, where and how long. */
  readonly what: string;
  readonly measured: string;
  readonly figures: readonly object[];
}

/** The page with the case between its marks: in its old place, or behind the others. */
export function withCase(page: string, { name, what, measured, figures }: CaseTable): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} … ${END}`);
  const head = (section: string) => /^### (.*)/.exec(section)?.[1];
  const sections = page
    .slice(begin + BEGIN.length, end)
    .split(/^(?=### )/m)
    .filter((section) => head(section) !== undefined);
  const tables = tablesOf(figures.flatMap((some) => figuresOf(some))).join('\n\n');
  const section = `### ${name}\n\n${what[0].toUpperCase()}${what.slice(1)}. ${measured}\n\n${tables}\n\n`;
  const at = sections.findIndex((old) => head(old) === name);
  const all = at < 0 ? [...sections, section] : sections.with(at, section);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${all.join('')}${page.slice(end)}`;
}

/** a: b: x, 1 and a: b: y, 2 → a row "a: b" with columns x and y. Rows that share a column with the ones before stand below. */
function tablesOf(figures: readonly Figure[]): readonly string[] {
  const rows = new Map<string, Map<string, string>>();
  for (const { name, value } of figures) {
    const parts = name.split(': ');
    const column = parts.length > 1 ? (parts.pop() ?? '') : '';
    const row = parts.join(': ');
    rows.set(row, (rows.get(row) ?? new Map()).set(column, value));
  }
  const tables: { readonly columns: Set<string>; readonly rows: (readonly [string, Map<string, string>])[] }[] = [];
  for (const [row, cells] of rows) {
    const last = tables.at(-1);
    if (last && [...cells.keys()].some((column) => last.columns.has(column))) {
      for (const column of cells.keys()) last.columns.add(column);
      last.rows.push([row, cells]);
    } else tables.push({ columns: new Set(cells.keys()), rows: [[row, cells]] });
  }
  return tables.map(({ columns, rows }) => {
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    return [
      line(['', ...columns]),
      line(['---', ...[...columns].map(() => '---:')]),
      ...rows.map(([row, cells]) => line([row, ...[...columns].map((column) => cells.get(column) ?? '')])),
    ].join('\n');
  });
}
