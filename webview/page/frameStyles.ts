// Where the parts of the panel stand: the header above, the bar below, both always in sight, and the stops between them.
// Knows no stop.
import { css } from 'lit';

/** The bar is written before the stops, for the keyboard, and stands below them. */
export const frameStyles = css`
  :host { display: flex; flex-direction: column; }
  .top { position: sticky; top: 0; z-index: 10; background: var(--vscode-editor-background); border-bottom: 1px solid var(--ts-hairline); }
  .bottom { order: 1; position: sticky; bottom: 0; z-index: 10; background: var(--vscode-sideBar-background, var(--vscode-editor-background)); border-top: 1px solid var(--ts-hairline); }
  main { min-height: calc(100vh - 90px); padding-bottom: 30vh; } /* so that the last stop can be scrolled to the top */
`;
