// A conversation as parts of a report: every message, call, result and tool with its place in the file and its tokens. What
// the service puts around them is not counted; what a model's template puts there, conversationTokens() says.
import type { ContextCategory, ContextNode } from '../../contract/contextReport.ts';
import type { Span, Utf16Offset } from '../../contract/tokens.ts';
import type { Conversation, ConversationMessage, ConversationPart } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';

export interface InFile {
  readonly path: string;
  readonly count: (text: string) => number;
  /** The line of a place in the file, 0-based. Asked in any order. */
  readonly lineAt: (place: number) => number;
}

/** One node for a message or tool; where the file has several conversations, one for each around them. */
export function conversationNodes(conversations: readonly Conversation[], file: InFile): readonly ContextNode[] {
  const [only] = conversations;
  if (conversations.length === 1) return partsOf(only, file);
  return conversations.flatMap((conversation, i) => {
    const children = partsOf(conversation, file);
    const at = conversation.messages[0]?.at ?? conversation.tools[0]?.at;
    if (!at) return [];
    const category = conversation.form === 'tools' ? 'tools' : 'conversation';
    return [
      {
        ...node({ label: String(i + 1), kind: 'part', category, at, text: '', children }, file),
        id: `${file.path}#c${i}`,
      },
    ];
  });
}

function partsOf({ messages, tools }: Conversation, file: InFile): readonly ContextNode[] {
  return [
    ...tools.map(({ name, text, at }) =>
      node({ label: name, kind: 'tool', category: 'tools', at, text, children: [] }, file),
    ),
    ...messages.map((message) => messageNode(message, file)),
  ];
}

/** What a message says in one text stands for itself; several parts, and what is no text, are listed. */
function messageNode({ written, at, parts }: ConversationMessage, file: InFile): ContextNode {
  const base = { label: written, kind: 'message', category: 'conversation', at } as const;
  const [only] = parts;
  if (parts.length === 1 && only.kind === 'text') return node({ ...base, text: only.text, children: [] }, file);
  return node({ ...base, text: '', children: parts.map((part) => partNode(part, file)) }, file);
}

function partNode(part: ConversationPart, file: InFile): ContextNode {
  const base = { kind: 'part', category: 'conversation', at: part.at, children: [] } as const;
  switch (part.kind) {
    case 'text':
    case 'thinking':
      return node({ ...base, label: part.kind, text: part.text }, file);
    case 'call':
      return node({ ...base, label: `${part.name}()`, text: `${part.name}${part.text}` }, file);
    case 'result':
      return node({ ...base, label: `${part.name ?? part.id ?? ''} →`.trim(), text: part.text }, file);
    case 'other':
      return node({ ...base, label: part.type, text: '' }, file);
  }
}

interface NodeParts {
  readonly label: string;
  readonly kind: ContextNode['kind'];
  readonly category: ContextCategory;
  readonly at: JsonNode;
  /** What it says itself, without its children. */
  readonly text: string;
  readonly children: readonly ContextNode[];
}

function node({ label, kind, category, at, text, children }: NodeParts, { path, count, lineAt }: InFile): ContextNode {
  return {
    id: `${path}#${at.start}${kind === 'part' ? 'p' : ''}`,
    label,
    kind,
    category,
    tokens: (text === '' ? 0 : count(text)) + children.reduce((sum, { tokens }) => sum + tokens, 0),
    before: undefined,
    place: { path, span: { start: at.start, end: at.end } as Span<Utf16Offset>, line: lineAt(at.start) },
    children,
  };
}
