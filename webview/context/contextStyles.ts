// How the view is divided: the head above, then lists and map side by side, or as tabs where it is narrow.
import { css } from 'lit';

export const contextStyles = css`
  :host { display: flex; flex-direction: column; height: 100vh; box-sizing: border-box; font-size: 13px; }
  header { flex: none; padding: 10px 14px 10px; border-bottom: 1px solid var(--ts-hairline); }
  main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(320px, 5fr) minmax(0, 6fr); grid-template-rows: minmax(0, 1fr); }
  section { min-width: 0; min-height: 0; display: flex; flex-direction: column; }
  .lists { border-right: 1px solid var(--ts-hairline); }
  .tab { flex: 1; min-height: 0; display: flex; flex-direction: column; }
  ts-context-tree { flex: 1; }
  .scrolled { flex: 1; overflow-y: auto; }
  .map { padding: 0 10px 10px; }
  ts-context-map { flex: 1; }
  .tabs .map { padding: 0 8px; }
  /* Wide: the map has its own place, so that its tab would show nothing new. */
  @media (min-width: 640px) { .tabs button.map { display: none; } }
  @media (max-width: 639px) {
    main { grid-template-columns: minmax(0, 1fr); }
    main:not([data-tab='map']) .map { display: none; }
    main:not([data-tab='map']) .lists { border-right: 0; }
    .tabs button.map { display: flex; }
    main[data-tab='map'] { grid-template-rows: auto minmax(0, 1fr); }
    main[data-tab='map'] .tab { display: none; }
  }
  .screen { display: flex; flex-direction: column; align-items: flex-start; gap: 10px; max-width: 460px; margin: 12vh auto 0; padding: 0 24px; line-height: 1.5; }
  .screen h1 { flex: none; font-size: 20px; font-weight: 400; white-space: normal; }
  .screen p { margin: 0; }
  .screen .row { display: flex; gap: 8px; }
  progress { width: 100%; height: 6px; accent-color: var(--ts-accent); }
  .main { padding: 4px 12px; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; background: var(--vscode-button-background); color: var(--vscode-button-foreground); font: inherit; cursor: pointer; }
  .main.second { background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); }
`;
