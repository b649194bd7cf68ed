// A token of the text as a button: it points at the token, and a click shows it in the editor. Knows one token.
import { css, html, type TemplateResult } from 'lit';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { byMouse } from '../../charts/byMouse.ts';
import type { StopContext } from '../../stops/stopContext.ts';
import { t } from '../../text/l10n.ts';
import { shortText } from '../../text/visibleText.ts';

/** `isFirst`: Tab reaches it, and arrow keys the others. */
export function tokenButton(
  { tokens, pointer }: Pick<StopContext, 'tokens' | 'pointer'>,
  token: TokenIndex,
  isFirst: boolean,
  reveal: (token: TokenIndex) => void,
): TemplateResult {
  return html`<button class="mono" tabindex=${isFirst ? 0 : -1} title=${t('Show in the editor')} @pointerenter=${byMouse(() => pointer.pointAt(token))} @pointerleave=${byMouse(() => pointer.pointAt())}
    @focus=${() => pointer.pointAt(token)} @blur=${() => pointer.pointAt()} @click=${() => reveal(token)}>${shortText(tokens[token], 16)} <span class="place">${token}</span></button>`;
}

export const tokenButtonStyles = css`
  .place { color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 10px; font-variant-numeric: tabular-nums; }
`;
