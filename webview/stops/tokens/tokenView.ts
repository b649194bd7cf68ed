// Draws tokens that flow like text: each by itself, or several under the character that they share, in runs from left to
// right or from right to left. Knows no selection and no tint.
import { html, nothing, type TemplateResult } from 'lit';
import type { Token } from '../../../src/contract/tokens.ts';
import { t } from '../../text/l10n.ts';
import { type TextPart, visibleText } from '../../text/visibleText.ts';
import { numbersApart, type Run, runsOf } from './directions.ts';
import { partOf } from './tokenCard.ts';
import type { Unit } from './units.ts';

export interface TokenView {
  readonly tokens: readonly Token[];
  /** Of the text, or of a part of it. */
  readonly units: readonly Unit[];
  /** Whether that is a part: what is read aloud of a list then tells how long it is, and where each token is in it. */
  readonly isPart: boolean;
  readonly showIds: boolean;
  /** Tokens from this index on were generated. */
  readonly promptLength: number;
}

/** A run is isolated: its direction changes nothing beside it. */
export function tokensInRuns(view: TokenView): readonly unknown[] {
  return runsOf(view.units).map((run) =>
    run.direction === 'rtl'
      ? html`<span dir="rtl">${numbersApart(run).map((inner) => (inner.direction === 'ltr' ? html`<span dir="ltr">${unitsIn(inner, view)}</span>` : unitsIn(inner, view)))}</span>`
      : unitsIn(run, view),
  );
}

function unitsIn({ units }: Run, view: TokenView): readonly unknown[] {
  return units.map((unit) => (unit.end - unit.start === 1 ? single(unit, view) : shared(unit, view)));
}

/** A token with line ends is followed by real ones, so that the lines of the text are kept. */
function single(unit: Unit, view: TokenView) {
  const { special } = view.tokens[unit.start];
  return html`<span class="token ${kinds(unit.start, view)}" role="option" data-token=${unit.start} tabindex="-1" aria-selected="false" aria-label=${spoken(unit, unit.start, view)} aria-setsize=${sizeOf(view)} aria-posinset=${view.isPart ? unit.start + 1 : nothing}
        ><span class="text">${unit.shown.map(part)}</span>${idOf(unit.start, view)}</span
      >${special ? nothing : lineEnds(unit)}`;
}

/** The character is drawn once; each of its tokens is as wide as what it holds of it. */
function shared(unit: Unit, view: TokenView) {
  const pieces = unit.shares.map((share, i) => {
    const token = unit.start + i;
    return html`<span class="token ${kinds(token, view)}" role="option" data-token=${token} tabindex="-1" aria-selected="false" aria-label=${spoken(unit, token, view)} aria-setsize=${sizeOf(view)} aria-posinset=${view.isPart ? token + 1 : nothing} .style=${`flex: ${share.toFixed(3)} 0 0px`}>${idOf(token, view)}</span>`;
  });
  return html`<span class="shared"><span class="glyph" aria-hidden="true">${unit.shown.map(part)}</span><span class="pieces">${pieces}</span></span>${lineEnds(unit)}`;
}

function sizeOf({ isPart, tokens }: TokenView): number | typeof nothing {
  return isPart ? tokens.length : nothing;
}

function kinds(token: number, { tokens, promptLength }: TokenView): string {
  return `${token % 2 ? 'odd' : 'even'} ${tokens[token].special ? 'special' : ''} ${token >= promptLength ? 'generated' : ''}`;
}

function part({ kind, text }: TextPart): TemplateResult | string {
  return kind === 'sign' ? html`<span class="sign">${text}</span>` : text;
}

function idOf(token: number, { tokens, showIds }: TokenView) {
  return showIds ? html`<span class="id" aria-hidden="true">${tokens[token].id}</span>` : nothing;
}

function lineEnds({ text }: Unit): readonly TemplateResult[] {
  return Array.from({ length: (text?.split('\n').length ?? 1) - 1 }, () => html`<br />`);
}

function spoken(unit: Unit, index: number, { tokens }: TokenView): string {
  const token = tokens[index];
  const piece = partOf(unit, index);
  return piece
    ? t(
        'Token {0}: {1}, part {2} of {3} of “{4}”, id {5}',
        index + 1,
        visibleText(token),
        piece.number,
        piece.of,
        piece.text,
        token.id,
      )
    : t('Token {0}: {1}, id {2}', index + 1, visibleText(token), token.id);
}
