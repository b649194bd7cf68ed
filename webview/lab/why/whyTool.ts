// Why a token comes next: the logit of the token as a sum of votes, one of each part of the model, and what each head read
// its vote from. Knows answers, splits nothing itself.
import { css, html } from 'lit';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { isAdded } from '../../state/addedPositions.ts';
import { whileTrue } from '../../state/answer.ts';
import { Latest } from '../../state/latest.ts';
import { rove } from '../../stops/roving.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { askedAt, type Situation } from '../question.ts';
import { questionStyles, questionView } from '../questionView.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame } from '../toolFrame.ts';
import './correctedAttention.ts';
import { openedPart, openedPartStyles } from './openedPart.ts';
import { partName } from './partName.ts';
import './voteMap.ts';
import { tokenButtonStyles } from './tokenButton.ts';
import { voteTables } from './voteNumbers.ts';
import {
  headByKey,
  headsByToken,
  isReader,
  isSamePart,
  largestOf,
  type Part,
  type PartRef,
  partsOf,
  sharesOf,
} from './voteParts.ts';
import { votesBySpan, votesBySpanStyles } from './votesBySpan.ts';
import { voteTable, voteTableStyles } from './voteTable.ts';
import './wordFlow.ts';

/** What Escape means something else in: it selects no token, and closes a list. */
const OWN_ESCAPE = 'ts-token-list, ts-choice';
/** Parts with a bar of their own. */
const BARS = 12;

export class WhyTool extends ToolElement {
  protected override readonly tool = 'why';
  static override properties = { ...ToolElement.properties, opened: { state: true }, chosen: { state: true } };
  /** The part that the reader has opened. */
  declare opened: PartRef | undefined;
  /** The part of the text that stays marked, by its place among the parts of one answer. */
  declare chosen: { readonly at: number; readonly of: string } | undefined;
  readonly #votes = new Latest<TokenVotes>();
  #read:
    | { readonly votes: TokenVotes; readonly opened: PartRef | undefined; readonly byToken: ArrayLike<number> }
    | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.#onEscape);
  }

  /** Takes back the last thing that was asked for more: first what was opened, then the other token. */
  readonly #onEscape = (event: KeyboardEvent): void => {
    const own = event.composedPath().some((one) => one instanceof Element && one.matches(OWN_ESCAPE));
    if (event.key !== 'Escape' || own) return;
    const { asked } = this.context;
    if (this.opened) this.opened = undefined;
    else if (asked?.other !== undefined) this.send({ kind: 'asked', asked: { ...asked, other: undefined } });
  };

  protected override askEngine(): void {
    const { run, host } = this.context;
    const asked = askedAt(this.#situation());
    if (!asked || this.context.model.bidirectional) return;
    const { position, target, other } = asked;
    const question = other === undefined ? { position, target } : { position, target, other };
    this.ask(this.#votes, `votes ${position} ${target} ${other}`, () => host.votes(run, question), 'now');
  }

  /** What comes next is told only while it is about the selected token. */
  #situation(): Situation {
    const { at, tokens, next, asked } = this.context;
    return { at, tokens, asked, next: next.isCurrent && next.value?.after === at ? next.value : undefined };
  }

  override render() {
    const tool = {
      id: 'why',
      title: t('Why this word'),
      kind: 'computed' as const,
      lead: t(
        'The logit of a token is a sum over what every part of the model has written into the stream, so it splits exactly into votes. A vote says what a part wrote in the direction of this token, not what would happen without the part: others may stand in for it.',
      ),
    };
    if (this.context.model.bidirectional) return toolFrame({ ...tool, lead: attributionWords() }, this.#withoutVotes());
    const votes = this.#answer();
    const { value } = votes;
    return toolFrame(
      tool,
      html`${this.text(value && sharesOf(this.#byToken(value)), value ? this.#legend(value) : '')}${this.#question()}${this.shown(votes, (answer) => this.#split(answer))}<ts-word-flow .context=${this.context} @part-choose=${({ detail }: CustomEvent<PartRef>) => this.#open(detail)}></ts-word-flow><ts-corrected-attention .context=${this.context}></ts-corrected-attention>`,
    );
  }

  /** What holds of a model whose words are no sum over its parts, too. */
  #withoutVotes() {
    return html`${this.text(undefined, '')}<ts-word-flow .context=${this.context}></ts-word-flow><ts-corrected-attention .context=${this.context}></ts-corrected-attention>`;
  }

  /** Without the answer about a token that was taken back. */
  #answer() {
    return whileTrue(this.#votes, ({ position }) => position < this.context.tokens.length);
  }

  override numbers() {
    const { value, isCurrent } = this.#answer();
    return value && isCurrent ? voteTables(value, this.context.tokens) : [];
  }

  #question() {
    const situation = this.#situation();
    const asked = askedAt(situation);
    if (asked) return questionView(situation, asked, (one) => this.send({ kind: 'asked', asked: one }));
    return this.waiting(this.context.next);
  }

  /** What tints the text: what the opened head read, or else all heads together. The same array while both stay the same. */
  #byToken(votes: TokenVotes): ArrayLike<number> {
    const { opened } = this;
    if (this.#read?.votes !== votes || this.#read.opened !== opened) {
      const byToken = opened && isReader(opened) ? headByKey(votes, opened) : headsByToken(votes);
      this.#read = { votes, opened, byToken };
    }
    return this.#read.byToken;
  }

  #legend({ target, other }: TokenVotes): string {
    const { opened } = this;
    const wanted = quotedToken(target, 20);
    const name = other ? t('{0} against {1}', wanted, quotedToken(other, 20)) : wanted;
    return opened && isReader(opened)
      ? t('Tint: what {0} read from each token for {1}; with the line above it, against it.', partName(opened), name)
      : t('Tint: what all heads together read from each token for {0}; with the line above it, against it.', name);
  }

  #split(votes: TokenVotes) {
    const parts = partsOf(votes);
    const opened = parts.find(({ ref }) => isSamePart(this.opened, ref));
    return html`<div class="columns"><div class="bars">${this.#bars(parts, votes)}</div><ts-vote-map .votes=${votes} ?addsPositions=${isAdded(this.context.model.positions)} .opened=${this.opened} @part-choose=${({ detail }: CustomEvent<PartRef>) => this.#open(detail)}></ts-vote-map></div>
      ${opened ? openedPart(opened, votes, this.context, this.#actions) : html`<p class="hint">${t('Choose a bar or a cell to see what it is, and of a head which tokens it read its vote from.')}</p>`}
      ${this.#bySpan(votes)}`;
  }

  #bySpan(votes: TokenVotes) {
    const { opened, context } = this;
    const of = `${context.run} ${context.version} ${votes.position}`;
    const read = {
      spans: votes.spans,
      byToken: this.#byToken(votes),
      opened: opened && isReader(opened) ? opened : undefined,
      of,
      chosen: this.chosen?.of === of ? this.chosen.at : undefined,
    };
    return votesBySpan(read, context, {
      light: (span) => this.light(span),
      choose: (at) => {
        this.chosen = at === undefined ? undefined : { at, of };
      },
      reveal: this.#actions.reveal,
    });
  }

  #bars(parts: readonly Part[], votes: TokenVotes) {
    const { shown, rest } = largestOf(parts, BARS);
    const rows = shown.map(({ ref, vote }, i) => {
      const isOpen = isSamePart(this.opened, ref);
      const name = html`<button data-part=${partKey(ref)} aria-pressed=${isOpen} tabindex=${i === 0 ? 0 : -1} @click=${() => this.#open(ref)}>${partName(ref)}</button>`;
      return { name, vote, isOpen };
    });
    const others = rest && {
      name: html`<span class="others">${t('{0} other parts', formatNumber(rest.count))}</span>`,
      vote: rest.vote,
    };
    return html`<h3>${t('Votes')} <span class="hint probabilities">${probabilities(votes)}</span></h3>
      ${voteTable(others ? [...rows, others] : rows, { name: t('sum'), vote: votes.sum }, rove)}
      <p class="hint sum">${inSum(votes)}${this.context.model.streams ? ` ${throughStreams(this.context.model.streams.count)}` : ''}</p>`;
  }

  /** The same part once more closes it. */
  #open(part: PartRef): void {
    this.opened = isSamePart(this.opened, part) ? undefined : part;
  }

  /** In a narrow panel it opens below what was chosen, and maybe out of sight. */
  protected override updated(changed: Map<string, unknown>): void {
    super.updated(changed);
    if (changed.has('opened') && this.opened)
      this.renderRoot.querySelector('.opened')?.scrollIntoView({ block: 'nearest' });
  }

  readonly #actions = {
    close: () => {
      this.opened = undefined;
    },
    showInLecture: (head: { readonly layer: number; readonly head: number | 'mean' | 'max' }) => {
      this.send({ kind: 'head', head });
      this.dispatchEvent(detailEvent('lecture-go', 'attention', { bubbles: true, composed: true }));
    },
    reveal: (token: TokenIndex) => this.reveal(token),
  };

  static override styles = [
    ToolElement.styles,
    questionStyles,
    voteTableStyles,
    openedPartStyles,
    votesBySpanStyles,
    tokenButtonStyles,
    css`
      .columns { margin-top: 0; align-items: flex-start; }
      .probabilities { font-weight: 400; margin: 0; font-variant-numeric: tabular-nums; }
      .sum { font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-why-tool', WhyTool);

/** A part in an attribute: 'head 2 5', 'mlp 3', 'token' */
function partKey(part: PartRef): string {
  return Object.values(part).join(' ');
}

function probabilities({ target, other }: TokenVotes): string {
  const of = (one: NonNullable<typeof other>) => `${quotedToken(one, 16)} ${percent(one.probability)}`;
  return other ? `${of(target)}, ${of(other)}` : of(target);
}

/** The sum beside what the model gives; quantised weights make a difference, which is said. */
function inSum({ sum, logit, other, capped }: TokenVotes): string {
  const [ours, models] = [hundredths(sum), hundredths(logit)];
  const words = other
    ? t('The parts sum to {0}; the difference of the model’s two logits is {1}.', ours, models)
    : t('The parts sum to {0}; the model’s logit is {1}.', ours, models);
  const rounded =
    ours === models ? '' : t('The difference is rounding: of numbers, and of weights that are kept in fewer bits.');
  return [words, rounded, capped && inCap(capped, other !== undefined)].filter(Boolean).join(' ');
}

function throughStreams(count: number): string {
  return t(
    'A part writes into all {0} streams of this model, and votes with all of it; the weights by which streams are mixed are held as they are here, as the scales of norms are.',
    count,
  );
}

/** Votes are of what stands before the cap: behind it nothing is a sum any more. */
function inCap({ cap, logit }: NonNullable<TokenVotes['capped']>, ofTwo: boolean): string {
  const shown = [hundredths(logit), formatNumber(cap, 2)] as const;
  return ofTwo
    ? t('That is before this model caps its logits at ±{1}, which makes {0} of the difference.', ...shown)
    : t('That is before this model caps its logits at ±{1}, which makes {0} of it.', ...shown);
}

/** What a model that reads in both directions can be asked, and why it cannot be asked for votes. */
function attributionWords(): string {
  return t(
    'Votes cannot be told apart in this model: between its last layer and the words stands a transformation that is not linear, or there are no words. What can be followed is what each token’s vector is made of, and what attention moves.',
  );
}
