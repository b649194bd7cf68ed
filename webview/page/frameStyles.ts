// Where the parts of the panel stand: the header above, the bar below, both always in sight, and the stops between them.
// Knows no stop.
import { css } from 'lit';
import { sessionNoticeStyles } from './sessionNotice.ts';

/** The bar is written before the stops, for the keyboard, and stands below them. */
export const frameStyles = css`
  ${sessionNoticeStyles}
  :host { display: flex; flex-direction: column; }
  .top { position: sticky; top: 0; z-index: 10; background: var(--vscode-editor-background); border-bottom: 1px solid var(--ts-hairline); }
  /* The switch between the places, and the map or the tools; one below the other in a narrow panel, if it is not low. */
  .way { display: flex; align-items: center; padding: 0 20px 8px; gap: 4px 12px; }
  .way > ts-model-map { flex: 1 1 0; min-width: 0; }
  @media (max-width: 480px) and (min-height: 421px) { .way { flex-wrap: wrap; } .way > ts-model-map { flex-basis: 100%; } }
  @media (max-height: 420px) { .way { padding-bottom: 4px; } }
  .bottom { order: 1; position: sticky; bottom: 0; z-index: 10; background: var(--vscode-sideBar-background, var(--vscode-editor-background)); border-top: 1px solid var(--ts-hairline); }
  main { min-height: calc(100vh - 90px); padding-bottom: 30vh; } /* so that the last stop can be scrolled to the top */
`;
