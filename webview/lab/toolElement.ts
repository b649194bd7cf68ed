// The base class of all tools: a stop that is told what is asked, with the text above it, in which one chooses the position
// that is asked about. Knows no tool.
import { type CSSResultGroup, css, html } from 'lit';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { StopElement } from '../stops/stopElement.ts';
import { t } from '../text/l10n.ts';
import { quotedToken } from '../text/quotedToken.ts';
import '../stops/tokens/tokenList.ts';
import type { ToolContext } from './toolContext.ts';
import { toolFrameStyles } from './toolFrame.ts';

export abstract class ToolElement extends StopElement {
  declare context: ToolContext;

  /**
   * The text as a few lines that stay in sight. `weights` tint it, from −1 to 1; `legend` says what the tint is. The selected
   * token is named where the question is about it.
   */
  protected text(weights: ArrayLike<number> | undefined, legend: string, namesSelected = true) {
    const { tokens, promptLength, at, pointer } = this.context;
    return html`<div class="text">
      <ts-token-list compact .tokens=${tokens} .promptLength=${promptLength} .selected=${at} .weights=${weights} .pointer=${pointer}
        @token-select=${(event: CustomEvent<TokenIndex | undefined>) => this.send({ kind: 'select', token: event.detail })}></ts-token-list></div>
      <p class="hint legend">${namesSelected ? t('Selected: {0}. The question is what comes after it.', quotedToken(tokens[at], 20)) : ''} ${legend}</p>`;
  }

  static override styles: CSSResultGroup = [
    StopElement.styles,
    toolFrameStyles,
    css`
      .text { position: sticky; top: var(--ts-top, 0px); z-index: 4; margin: 0 -20px; padding: 4px 20px; background: var(--vscode-editor-background); border-bottom: 1px solid var(--ts-hairline); }
      .legend { margin: 4px 0 14px; }
    `,
  ];
}
