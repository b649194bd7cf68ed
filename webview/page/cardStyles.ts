// What a card at the bottom of the panel looks like: words that speak of what is above, and buttons.
import { css } from 'lit';

export const cardStyles = css`
  .card { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding: 10px 20px; border-top: 2px solid var(--ts-attention); background: var(--vscode-editorWidget-background, var(--vscode-editor-background)); color: var(--vscode-editorWidget-foreground, inherit); }
  /* In a narrow panel they are many lines, and something must be left of what they speak of. */
  .words { max-height: 32vh; overflow-y: auto; flex: 1 1 360px; font-size: 13px; line-height: 1.45; max-width: 76ch; }
  .buttons { display: flex; flex-wrap: wrap; gap: 6px; }
`;
