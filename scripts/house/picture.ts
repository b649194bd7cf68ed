// The rooms of the house as text, floor above floor. A room stands above all that it imports.
import { components, type SourceFile } from './importGraph.ts';
import { roomOf } from './rooms.ts';

export function picture(files: readonly SourceFile[]): string {
  const imports = roomImports(files);
  const graph = new Map([...imports].map(([room, others]) => [room, [...others.keys()]]));
  const floors = new Map<string, number>();
  const lines: string[] = [];
  for (const together of components(graph)) {
    const below = together.flatMap((room) => graph.get(room) ?? []).filter((room) => !together.includes(room));
    const floor = Math.max(0, ...below.map((room) => (floors.get(room) ?? 0) + 1));
    for (const room of together) floors.set(room, floor);
    if (together.length > 1) lines.push(`circle: ${together.join(', ')}`);
  }
  const sizes = Map.groupBy(files, ({ path }) => roomOf(path));
  const all = sum(files);
  for (let floor = Math.max(...floors.values()); floor >= 0; floor--) {
    for (const room of [...floors.keys()].filter((one) => floors.get(one) === floor).sort()) {
      const own = sizes.get(room) ?? [];
      const size = `${own.length} files, ${sum(own)} lines, ${Math.round((100 * sum(own)) / all)} %`;
      const others = [...(imports.get(room) ?? new Map<string, number>())].map(([other, count]) => `${other} ${count}`);
      lines.push(`${String(floor).padStart(2)}  ${room.padEnd(18)} ${size.padEnd(28)} → ${others.join(', ') || '–'}`);
    }
  }
  return lines.join('\n');
}

/** Each room's rooms, with the number of files that are imported from there. */
function roomImports(files: readonly SourceFile[]): Map<string, Map<string, number>> {
  const rooms = new Map<string, Map<string, number>>();
  for (const { path, imports } of files) {
    const own = rooms.get(roomOf(path)) ?? new Map<string, number>();
    rooms.set(roomOf(path), own);
    for (const room of imports.map(roomOf)) if (room !== roomOf(path)) own.set(room, (own.get(room) ?? 0) + 1);
  }
  return rooms;
}

function sum(files: readonly SourceFile[]): number {
  return files.reduce((lines, file) => lines + file.lines, 0);
}
