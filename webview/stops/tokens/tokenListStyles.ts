// How tokens look in their list: alternating grounds, a tint for a weight, a frame for the one that is selected. Knows no
// token.
import { css } from 'lit';

export const tokenListStyles = css`
  :host { display: block; position: relative; }
  .list { font-family: var(--vscode-editor-font-family); font-size: 14px; line-height: 1.75; overflow-wrap: anywhere; max-height: 44vh; overflow-y: auto; padding: 3px; }
  .long { margin-right: 26px; }
  .ids { line-height: 1.2; }
  .token { --weight: 0; position: relative; display: inline-block; max-width: 100%; box-sizing: border-box; white-space: pre-wrap; padding: 0 1px; margin: 1px 0.5px; line-height: 1.5; border-radius: 3px; cursor: pointer;
    --tint: var(--ts-attention); --edge: -3px; --deepest: 62%;
    box-shadow: inset 0 calc(var(--weight) * var(--edge)) 0 var(--tint);
    background: color-mix(in srgb, var(--tint) calc(var(--weight) * var(--deepest)), var(--ground)); }
  .below { --tint: var(--ts-below); --edge: 3px; }
  /* Its tint has both colours of the scale, and its grounds have neither. */
  :host([compact]) { --ts-even: color-mix(in srgb, var(--vscode-foreground) 5%, transparent); --ts-odd: color-mix(in srgb, var(--vscode-foreground) 11%, transparent); }
  :host([compact]) .list { max-height: 88px; line-height: 1.6; }
  /* Evenly tinted, many tokens are deep at once, and have to be read: the edge tells the rest. */
  :host([compact]) .token { --deepest: 30%; }
  @media (max-width: 480px) { :host([compact]) .list { max-height: 66px; } }
  @media (max-height: 420px) { :host([compact]) .list { max-height: 30px; } }
  .even { --ground: var(--ts-even); }
  .odd { --ground: var(--ts-odd); }
  .generated { --ground: color-mix(in srgb, var(--ts-generated) 16%, transparent); border-bottom: 2px solid var(--ts-generated); }
  .generated.odd { --ground: color-mix(in srgb, var(--ts-generated) 28%, transparent); }
  .special { border: 1px dashed var(--vscode-descriptionForeground); border-radius: 8px; padding: 1px 5px; font-size: 12px; }
  .ids .token { display: inline-flex; flex-direction: column; align-items: center; vertical-align: top; margin-bottom: 6px; padding: 2px 3px; }
  .id { font-size: 9.5px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; line-height: 1.2; }
  /* With opacity, the browser would make a compositing layer of each sign. */
  .sign { color: color-mix(in srgb, var(--vscode-descriptionForeground) 75%, transparent); }
  .token[data-pointed] { outline: 1px solid var(--vscode-focusBorder); outline-offset: 0; }
  .token[aria-selected='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); outline: 2px solid var(--vscode-contrastActiveBorder, transparent); }
  .token[aria-selected='true'] .sign, .token[aria-selected='true'] .id { color: inherit; }
  .token:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
  :host-context(.vscode-high-contrast) .token { border: 1px solid var(--vscode-contrastBorder); }
  /* Several tokens under one character: each is a slice behind it, underlined by itself, and is pointed at as any other. */
  .shared { position: relative; display: inline-grid; max-width: 100%; line-height: 1.5; margin: 1px 0.5px; text-align: center; }
  .shared > * { grid-area: 1 / 1; }
  .glyph { position: relative; z-index: 1; pointer-events: none; white-space: pre-wrap; padding: 0 1px; }
  /* In several rows where they are more than the panel is wide, as of an emoji of many characters. */
  .pieces { display: flex; flex-wrap: wrap; gap: 1px; }
  .pieces .token { min-width: 5px; min-height: 10px; margin: 0; padding: 0; border-radius: 2px; border-bottom: 3px solid color-mix(in srgb, var(--vscode-foreground) 64%, var(--vscode-editor-background)); }
  .pieces .token.generated { border-bottom-color: var(--ts-generated); }
  .pieces .token[aria-selected='true'] { background: color-mix(in srgb, var(--ts-accent) 30%, transparent); border-bottom-color: var(--ts-accent); }
  .ids .shared { vertical-align: top; }
  .ids .pieces { grid-area: 2 / 1; }
  .ids .pieces .token { min-width: max-content; padding: 0 2px; }
  :host-context(.vscode-high-contrast) .pieces .token { border-width: 0 0 3px; }
  @media (prefers-reduced-motion: no-preference) { .moving .token { transition: background 90ms, box-shadow 90ms; } }
`;
