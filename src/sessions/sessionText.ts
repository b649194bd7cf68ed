// Writes a session as the text of its file. Knows no disk.
import type { SessionFile } from '../contract/session.ts';

/** Parts that have a line for each of theirs, so that what differs between two files can be seen. */
const SPREAD: ReadonlySet<string> = new Set(['model', 'setup', 'numbers']);

/** JSON, in UTF-8 once it is encoded, with the largest parts last. */
export function sessionText(session: SessionFile): string {
  const lines = Object.entries(session).map(([name, part]) => `  ${field(name, part, SPREAD.has(name))}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function field(name: string, part: unknown, spread: boolean): string {
  if (!spread) return `${JSON.stringify(name)}: ${JSON.stringify(part)}`;
  const inner = Object.entries(part as object).filter(([, value]) => value !== undefined);
  return `${JSON.stringify(name)}: {\n${inner.map(([key, value]) => `    ${field(key, value, false)}`).join(',\n')}\n  }`;
}
