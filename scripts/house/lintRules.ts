// The linter's part of the table of rooms: for every folder of src/ and webview/ an allow list of what it imports.
// `npm run rooms -- --lint` writes it into lint.json; a test tells when that was forgotten.
import { join } from 'node:path';
import { type Room, SOURCE_ROOMS, WEBVIEW_ROOMS } from './rooms.ts';

/** What biome.json extends. */
export const LINT_FILE = join(import.meta.dirname, 'lint.json');

export function lintRules(): string {
  const overrides = [...rules('src', SOURCE_ROOMS), ...rules('webview', WEBVIEW_ROOMS)];
  return `{ "overrides": [\n${overrides.map((one) => JSON.stringify(one)).join(',\n')}\n] }\n`;
}

function rules(top: 'src' | 'webview', rooms: Readonly<Record<string, Room>>): object[] {
  return Object.entries(rooms)
    .filter(([name]) => top === 'src' || name !== 'contract')
    .map(([name, room]) => {
      const patterns = [{ group: forbidden(top, name, room, rooms), message: message(name, room) }];
      const rule = { level: 'error', options: { patterns } };
      return { includes: [`${top}/${name}/**`], linter: { rules: { style: { noRestrictedImports: rule } } } };
    });
}

function message(name: string, { knows }: Room): string {
  return `${name} knows ${knows.length > 0 ? knows.join(', ') : 'no other room'}: see scripts/house/rooms.ts.`;
}

/** Every other room and whatever it alone may import; entry points; VS Code. */
function forbidden(top: string, name: string, room: Room, rooms: Readonly<Record<string, Room>>): string[] {
  const others = Object.keys(rooms).filter((one) => one !== name && !room.knows.includes(one));
  const owned = Object.entries(rooms).flatMap(([owner, { owns = [] }]) => (owner === name ? [] : owns));
  const elsewhere = top === 'src' ? ['**/webview/**', '**/extension.ts'] : ['**/panel.ts', '**/side.ts'];
  const source = Object.keys(SOURCE_ROOMS).filter((one) => one !== 'contract' && !(one in rooms));
  return [
    ...others.map((one) => `**/${one}/**`),
    ...(top === 'webview' ? source.map((one) => `**/src/${one}/**`) : []),
    ...elsewhere,
    ...owned.flatMap((library) => [library, `${library}/**`]),
    ...(room.vscode ? [] : ['vscode']),
  ];
}
