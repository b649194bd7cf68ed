// Where an explained text stands while its document is edited: pushed along by edits before it, lost by edits inside.
// Pure; offsets are UTF-16 units of the document.

export interface TextAnchor {
  readonly start: number;
  readonly end: number;
  /** Something inside was edited: tokens no longer stand where they were. */
  readonly stale: boolean;
}

/** As vscode.TextDocumentContentChangeEvent tells it. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export function afterChange(anchor: TextAnchor, { rangeOffset, rangeLength, text }: TextChange): TextAnchor {
  if (rangeOffset >= anchor.end) return anchor;
  const delta = text.length - rangeLength;
  if (rangeOffset + rangeLength <= anchor.start) {
    return { ...anchor, start: anchor.start + delta, end: anchor.end + delta };
  }
  return { ...anchor, end: Math.max(anchor.start, anchor.end + delta), stale: true };
}
