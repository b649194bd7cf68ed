// The rooms of the house: which folder is for what, and whom it may import. The linter's rules and the test of the
// import graph are made from this table; docs/design.md says why it is so.

export interface Room {
  /** Rooms whose files it may import, besides its own. */
  readonly knows: readonly string[];
  /** It may import VS Code's API. */
  readonly vscode?: true;
  /** Packages that no other room may import. */
  readonly owns?: readonly string[];
}

/** Rooms of src/, from the ground up: each knows only rooms above it in this list. */
export const SOURCE_ROOMS: Readonly<Record<string, Room>> = {
  contract: { knows: [] },
  blocks: { knows: [], owns: ['commonmark'] },
  unusual: { knows: [] },
  checkpoint: { knows: ['contract'] },
  hub: { knows: ['contract'] },
  settings: { knows: ['contract'], vscode: true },
  counting: { knows: ['contract'], vscode: true },
  messages: { knows: ['contract', 'hub'], vscode: true },
  editor: { knows: ['contract', 'blocks', 'unusual', 'settings', 'counting'], vscode: true },
  tokenizer: {
    knows: ['contract', 'checkpoint'],
    owns: ['@huggingface/tokenizers', '@huggingface/jinja', 'gpt-tokenizer'],
  },
  onnx: { knows: ['contract', 'checkpoint'] },
  runtime: { knows: ['contract', 'onnx'], owns: ['onnxruntime-node'] },
  transformer: { knows: ['contract', 'checkpoint', 'onnx', 'runtime'] },
  explain: { knows: ['contract', 'tokenizer', 'transformer'], owns: ['umap-js'] },
  context: { knows: ['contract', 'blocks', 'tokenizer'], owns: ['ignore', 'picomatch', 'yaml', 'jsonc-parser'] },
  inspection: { knows: ['contract', 'checkpoint', 'tokenizer', 'transformer'] },
  engine: { knows: ['contract', 'tokenizer', 'runtime', 'transformer', 'explain', 'context', 'inspection'] },
  cli: { knows: ['contract', 'blocks', 'checkpoint', 'runtime', 'transformer', 'engine'] },
  agents: { knows: ['contract', 'context'] },
  mcp: { knows: ['contract', 'engine', 'agents'], owns: ['@modelcontextprotocol/sdk'] },
  views: { knows: ['contract', 'messages', 'editor', 'engine'], vscode: true },
  commands: {
    knows: ['contract', 'unusual', 'hub', 'settings', 'counting', 'messages', 'editor', 'engine', 'agents', 'views'],
    vscode: true,
  },
  modelFiles: { knows: ['contract', 'messages', 'editor', 'engine', 'views', 'commands'], vscode: true },
  sessions: { knows: ['contract', 'hub', 'messages', 'editor', 'views', 'commands'], vscode: true },
};

/** Rooms of webview/, the same way; `contract` is that of src/. */
export const WEBVIEW_ROOMS: Readonly<Record<string, Room>> = {
  contract: { knows: [] },
  events: { knows: [] },
  text: { knows: [], owns: ['@vscode/l10n'] },
  theme: { knows: [], owns: ['d3-interpolate'] },
  charts: { knows: ['events', 'text', 'theme'], owns: ['d3-hierarchy', 'd3-zoom', 'd3-selection'] },
  state: { knows: ['contract', 'text'] },
  stops: { knows: ['contract', 'events', 'text', 'charts', 'state'] },
  lab: { knows: ['contract', 'events', 'text', 'charts', 'state', 'stops'] },
  page: { knows: ['contract', 'events', 'text', 'state'] },
  session: { knows: ['contract', 'text', 'state', 'lab'] },
  context: { knows: ['contract', 'events', 'text', 'theme', 'charts'] },
  side: { knows: ['contract', 'text'] },
  modelFile: { knows: ['contract', 'events', 'text', 'charts', 'stops'] },
};

/** src/engine/run.ts → engine; webview/stops/block/blockStop.ts → webview/stops; entry points are rooms of their own. */
export function roomOf(path: string): string {
  const [top, folder, ...rest] = path.split('/');
  if (rest.length === 0) return path;
  return top === 'src' ? folder : `${top}/${folder}`;
}
