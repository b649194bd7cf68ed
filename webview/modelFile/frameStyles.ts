// How the editor is divided: the head above, tabs, and below them card and drawing side by side, or one above the other where it
// is narrow.
import { css } from 'lit';

export const frameStyles = css`
  :host { display: flex; flex-direction: column; height: 100vh; box-sizing: border-box; font-size: 13px; }
  main, .panel { flex: 1; min-height: 0; display: flex; flex-direction: column; }
  .overview { flex: 1; min-height: 0; overflow-y: auto; display: grid; grid-template-columns: minmax(240px, 380px) minmax(0, 640px); gap: 20px 36px; align-content: start; padding: 14px; }
  .overview:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  @media (max-width: 719px) { .overview { grid-template-columns: minmax(0, 1fr); } }
`;
