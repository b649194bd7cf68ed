// The styles that all components share: colours derived from the theme, and the page itself. The style sheet is adopted
// by script, so that the content security policy need not allow inline styles. Knows no component.
import { css } from 'lit';

export const pageStyles = css`
  :root {
    --ts-attention: #e8912d;
    /* What is below 0, beside the colour of attention: the other end of the diverging scale. */
    --ts-below: #6ab8ff;
    --ts-generated: var(--vscode-charts-green, #3fa266);
    --ts-even: color-mix(in srgb, var(--vscode-charts-blue, #3794ff) 9%, transparent);
    --ts-odd: color-mix(in srgb, var(--vscode-charts-blue, #3794ff) 20%, transparent);
    --ts-hairline: color-mix(in srgb, var(--vscode-foreground) 18%, transparent);
    --ts-selected-background: var(--vscode-button-background, #0078d4);
    --ts-selected-foreground: var(--vscode-button-foreground, #ffffff);
    /* Fills sliders. A button's background would not do: in high contrast it is that of the page. */
    --ts-accent: var(--vscode-progressBar-background, var(--vscode-button-background, #0078d4));
    /* The part of a slider that is not done: three times as light or dark as the page. */
    --ts-track: color-mix(in srgb, var(--vscode-foreground) 64%, var(--vscode-editor-background));
    --ts-radius: 4px;
  }
  .vscode-light { --ts-attention: #d97800; --ts-below: #0b5aa5; }
  .vscode-high-contrast-light { --ts-below: #0b5aa5; }
  .vscode-high-contrast { --ts-even: transparent; --ts-odd: transparent; --ts-hairline: var(--vscode-contrastBorder); --ts-selected-background: var(--vscode-editor-background); --ts-selected-foreground: var(--vscode-foreground); }
  /* Dark high contrast fills secondary buttons and leaves primary ones black; the light one does it the right way round. */
  .vscode-high-contrast:not(.vscode-high-contrast-light) { --vscode-button-background: var(--vscode-foreground); --vscode-button-hoverBackground: var(--vscode-foreground); --vscode-button-foreground: var(--vscode-editor-background); --vscode-button-secondaryBackground: var(--vscode-editor-background); --vscode-button-secondaryHoverBackground: var(--vscode-editor-background); }
  body { color-scheme: dark; }
  .vscode-light, .vscode-high-contrast-light { color-scheme: light; }
  body { margin: 0; padding: 0; color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size, 13px); background: var(--vscode-editor-background); }
  * { scrollbar-width: thin; scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
`;

export function adoptPageStyles(): void {
  if (pageStyles.styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageStyles.styleSheet];
}
