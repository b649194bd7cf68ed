// A chat that VS Code has exported ("Chat: Export Chat…"): requests, each with its response in pieces (IExportableChatData
// in microsoft/vscode, src/vs/workbench/contrib/chat/common). What an extension put around them is not in the file. Knows no
// other form.
import type { ConversationMessage, ConversationPart } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';
import { textIn } from './parts.ts';

export function looksLikeRequest(request: JsonNode): boolean {
  return request.field('message') !== undefined && request.field('response')?.list !== undefined;
}

export function vscodeRequests(list: JsonNode): readonly ConversationMessage[] {
  return (list.list ?? []).flatMap((request) => {
    const message = request.field('message');
    const text = message?.text ?? message?.textField('text');
    if (!message || text === undefined) throw request.problem('has no message');
    const response = request.field('response');
    const rounds = request.field('result')?.field('metadata')?.field('toolCallRounds')?.list ?? [];
    const results = request.field('result')?.field('metadata')?.field('toolCallResults');
    const calls = rounds.flatMap((round) => round.field('toolCalls')?.list ?? []);
    return [
      { role: 'user' as const, written: 'user', at: message, parts: [{ kind: 'text' as const, text, at: message }] },
      ...(response ? [answered(response)] : []),
      ...calls.flatMap((call) => called(call, results)),
    ];
  });
}

function answered(response: JsonNode): ConversationMessage {
  const parts = (response.list ?? []).flatMap(pieceOf);
  return { role: 'assistant', written: 'assistant', at: response, parts };
}

/** Markdown has no kind, or is called so; the other kinds are what the editor shows around it. */
function pieceOf(piece: JsonNode): readonly ConversationPart[] {
  const kind = piece.textField('kind');
  if (kind === undefined || kind === 'markdownContent') {
    const text = piece.textField('value') ?? piece.field('content')?.textField('value') ?? '';
    return [{ kind: 'text', text, at: piece }];
  }
  return kind === 'thinking' ? [{ kind, text: textIn(piece.field('value')), at: piece }] : [];
}

function called(call: JsonNode, results: JsonNode | undefined): readonly ConversationMessage[] {
  const name = call.textField('name');
  const id = call.textField('id');
  if (name === undefined) return [];
  const text = call.textField('arguments') ?? '{}';
  const result = id === undefined ? undefined : results?.field(id);
  const said = (result?.field('content')?.list ?? []).map((part) => part.textField('value') ?? '').join('\n');
  return [
    {
      role: 'assistant',
      written: 'assistant',
      at: call,
      parts: [{ kind: 'call', name, id, input: text, text, at: call }],
    },
    ...(result
      ? [
          {
            role: 'tool' as const,
            written: 'tool',
            at: result,
            parts: [{ kind: 'result' as const, name, id, text: said, at: result }],
          },
        ]
      : []),
  ];
}
