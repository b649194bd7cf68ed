// A page without scripts, in the place of the panel while a session is read, and where it cannot be opened. Knows headings and
// lines, no session.

import { randomBytes } from 'node:crypto';

export interface StaticPage {
  readonly language: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Shown as it is, such as the text of a session. */
  readonly text?: string;
  /** Two columns. */
  readonly rows?: readonly (readonly [string, string])[];
}

/** Everything is escaped, and nothing but its own style may be loaded. */
export function staticPage({ language, title, paragraphs, text, rows = [] }: StaticPage): string {
  const cells = rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  const nonce = randomBytes(16).toString('base64');
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><main><h1>${escaped(title)}</h1>
${paragraphs.map((one) => `<p>${escaped(one)}</p>`).join('\n')}
${cells.length > 0 ? `<table>${cells.join('')}</table>` : ''}
${text === undefined ? '' : `<pre tabindex="0">${escaped(text)}</pre>`}
</main></body>
</html>`;
}

const STYLE = `
  body { font: 13px/1.5 var(--vscode-font-family); color: var(--vscode-foreground); background: var(--vscode-editor-background); }
  main { max-width: 68ch; margin: 24px auto; padding: 0 8px; overflow-wrap: anywhere; }
  h1 { font-size: 16px; }
  table { border-collapse: collapse; margin: 12px 0; }
  th { text-align: left; font-weight: 400; color: var(--vscode-descriptionForeground); padding: 1px 16px 1px 0; vertical-align: top; }
  td { font-variant-numeric: tabular-nums; }
  pre { white-space: pre-wrap; font-family: var(--vscode-editor-font-family); border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); padding: 8px 12px; max-height: 40vh; overflow: auto; }`;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
