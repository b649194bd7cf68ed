// A file of JSON as the node of a conversation, or of a list of tools. Knows one text and how its parts are counted.
import { basename } from 'node:path';
import type { ContextNode } from '../../contract/contextReport.ts';
import { lineAt, lineStarts } from '../lineStarts.ts';
import { conversationNodes } from './conversationNodes.ts';
import { mayBeConversation, readChosenConversations, readConversations } from './readConversation.ts';

const NAMES = /\.(?:json|jsonl|ndjson)$/i;
const LINES = /\.(?:jsonl|ndjson)$/i;

export interface MaybeConversation {
  readonly path: string;
  readonly text: string;
  /** It was chosen as a conversation, and is to be nothing else. */
  readonly isChosen: boolean;
}

/**
 * undefined where it is none. Throws FormProblem where it looks like one and has something wrong in it, and where it was
 * chosen as one and is none.
 */
export function conversationFile(
  { path, text, isChosen }: MaybeConversation,
  count: (text: string) => number,
): ContextNode | undefined {
  const conversations = isChosen ? readChosenConversations(text, LINES.test(path)) : conversationsIn(path, text);
  if (!conversations) return undefined;
  const starts = lineStarts(text);
  const parts = conversationNodes(conversations, { path, count, lineAt: (place) => lineAt(starts, place) });
  return {
    id: path,
    label: basename(path),
    kind: 'file',
    category: conversations.every(({ form }) => form === 'tools') ? 'tools' : 'conversation',
    tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0),
    before: undefined,
    place: { path, span: undefined, line: 0 },
    children: parts,
  };
}

function conversationsIn(path: string, text: string) {
  return NAMES.test(path) && mayBeConversation(text) ? readConversations(text, LINES.test(path)) : undefined;
}
