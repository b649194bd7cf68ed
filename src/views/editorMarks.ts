// What a webview shows in the editor of the text that it is about: the tokens that are pointed at, and a tint of all.
// Knows no webview.
import type { PanelHostApi } from '../contract/webviewApi.ts';
import type { TextTint } from '../editor/editorColors.ts';
import type { ExplainedText } from '../editor/explainedText.ts';
import { revealToken, type TokenHighlight } from '../editor/tokenHighlight.ts';

interface Marks {
  readonly highlight: TokenHighlight;
  readonly tint: TextTint;
}

/** `shown` is the text, as long as there is one. */
export function editorMarks(
  shown: () => ExplainedText | undefined,
  { highlight, tint }: Marks,
): Pick<PanelHostApi, 'pointAt' | 'reveal' | 'tint'> {
  return {
    pointAt: (token, end) => {
      const text = shown();
      if (text) highlight.show(text, token, end);
    },
    reveal: (token) => {
      const text = shown();
      if (text) void revealToken(text, token);
    },
    tint: (weights, kind) => {
      const text = shown();
      if (text && weights) tint.show(text, weights, kind === 'effect' ? 'effect' : 'attention');
      else tint.clear();
    },
  };
}
