// Imports that the table of rooms does not allow.
import type { SourceFile } from './importGraph.ts';
import { type Room, roomOf, SOURCE_ROOMS, WEBVIEW_ROOMS } from './rooms.ts';

/** 'src/hub/store.ts → src/views/panel.ts' for every import from a room that is not known, or of a package of another's. */
export function misplacedImports(files: readonly SourceFile[]): readonly string[] {
  return files.filter(isInRoom).flatMap(({ path, imports, packages }) => {
    const [rooms, room] = ownRoom(path);
    const known = [
      roomOf(path),
      ...room.knows.flatMap((name) => (rooms === WEBVIEW_ROOMS ? [name, `webview/${name}`] : name)),
    ];
    const owned = Object.values(rooms).flatMap((other) => (other === room ? [] : (other.owns ?? [])));
    const others = [...owned, ...(room.vscode ? [] : ['vscode'])];
    const misplaced = [
      ...imports.filter((other) => !known.includes(roomOf(other))),
      ...packages.filter((name) => others.some((other) => name === other || name.startsWith(`${other}/`))),
    ];
    return misplaced.map((other) => `${path} → ${other}`);
  });
}

/** Entry points may import everything. */
function isInRoom({ path }: SourceFile): boolean {
  return path.split('/').length > 2;
}

function ownRoom(path: string): [Readonly<Record<string, Room>>, Room] {
  const [top, name] = path.split('/');
  const rooms = top === 'src' ? SOURCE_ROOMS : WEBVIEW_ROOMS;
  return [rooms, rooms[name] ?? { knows: [] }];
}
