// How up to eight groups of things are told apart: by a colour and, for those who confuse colours and in high contrast, by a
// pattern as well. The colours are Okabe and Ito's (2008), moved to where text stays readable on them. Knows no group.
import { css } from 'lit';

/** Adopted by the page. The patterns of the likeliest groups, 6 and 7, are the calmest. */
export const groupColors = css`
  :root { --ts-group-1: #e69f00; --ts-group-2: #e3d54a; --ts-group-3: #d08cf0; --ts-group-4: #ff8fa8; --ts-group-5: #2fc495; --ts-group-6: #56b4e9; --ts-group-7: #8f9fe0; --ts-group-8: #ff8a5c; --ts-group-fill: 30%; --ts-group-ink: 15%; --ts-group-edge: 62%; }
  .vscode-light, .vscode-high-contrast-light { --ts-group-1: #b97700; --ts-group-2: #8d8100; --ts-group-3: #9b3fc4; --ts-group-4: #c02f5a; --ts-group-5: #00805c; --ts-group-6: #0b75bd; --ts-group-7: #4d5db8; --ts-group-8: #c64a14; --ts-group-fill: 19%; --ts-group-ink: 13%; }
  .vscode-high-contrast { --ts-group-fill: 0%; --ts-group-ink: 42%; --ts-group-edge: 100%; }
`;

/** For a component: whatever has the class `group` and `group-1` to `group-8` is filled with the group's colour and pattern. */
export const groupStyles = css`
  .group { --ink: color-mix(in srgb, var(--group) var(--ts-group-ink), transparent); border: 1px solid color-mix(in srgb, var(--group) var(--ts-group-edge), var(--vscode-editor-background)); background-color: color-mix(in srgb, var(--group) var(--ts-group-fill), var(--vscode-editor-background)); }
  .group-1 { --group: var(--ts-group-1); }
  .group-2 { --group: var(--ts-group-2); background-image: repeating-linear-gradient(90deg, var(--ink) 0 2px, transparent 2px 7px); }
  .group-3 { --group: var(--ts-group-3); background-image: radial-gradient(circle at 4px 4px, var(--ink) 1.6px, transparent 2.1px); background-size: 8px 8px; }
  .group-4 { --group: var(--ts-group-4); background-image: linear-gradient(var(--ink) 1px, transparent 1px), linear-gradient(90deg, var(--ink) 1px, transparent 1px); background-size: 8px 8px; }
  .group-5 { --group: var(--ts-group-5); background-image: repeating-linear-gradient(135deg, var(--ink) 0 4px, transparent 4px 11px); }
  .group-6 { --group: var(--ts-group-6); background-image: repeating-linear-gradient(0deg, var(--ink) 0 1px, transparent 1px 6px); }
  .group-7 { --group: var(--ts-group-7); background-image: repeating-linear-gradient(45deg, var(--ink) 0 1px, transparent 1px 7px); }
  .group-8 { --group: var(--ts-group-8); background-image: radial-gradient(circle at 3px 3px, var(--ink) 1px, transparent 1.4px), radial-gradient(circle at 7px 7px, var(--ink) 1px, transparent 1.4px); background-size: 8px 8px; }
`;
