// Where an explained text is while its document is edited: edits before it move it, and edits inside make it stale.
// Pure; offsets are UTF-16 units of the document.

export interface TextAnchor {
  readonly start: number;
  readonly end: number;
  /** Whether something inside was edited, so that its tokens are no longer where they were. */
  readonly stale: boolean;
}

/** The fields of vscode.TextDocumentContentChangeEvent that are needed: the range and what replaces it. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * The anchor after one change. With the text at 10–20, 3 characters inserted at 0 move it to 13–23; inserted at 15 they
 * make it 10–23 and stale; inserted at 20 they change nothing.
 */
export function afterChange(anchor: TextAnchor, { rangeOffset, rangeLength, text }: TextChange): TextAnchor {
  if (rangeOffset >= anchor.end) return anchor;
  const delta = text.length - rangeLength;
  if (rangeOffset + rangeLength <= anchor.start) {
    return { ...anchor, start: anchor.start + delta, end: anchor.end + delta };
  }
  return { ...anchor, end: Math.max(anchor.start, anchor.end + delta), stale: true };
}
