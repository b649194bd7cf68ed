// Draws one part that was opened: what it is, and of a head, which tokens it read its vote from. Knows one answer.
import { css, html, nothing } from 'lit';
import type { HeadRef } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { rove } from '../../stops/roving.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { signed } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import type { ToolContext } from '../toolContext.ts';
import { partName, whatItIs } from './partName.ts';
import { tokenButton } from './tokenButton.ts';
import {
  headByKey,
  isCopied,
  isReader,
  type KeyVote,
  keysByStrength,
  largestOf,
  type Part,
  type PartRef,
  type ReaderRef,
} from './voteParts.ts';
import { voteTable } from './voteTable.ts';

/** Tokens that a head read from, in bars of their own. */
const KEYS = 8;

export interface PartActions {
  readonly close: () => void;
  readonly showInLecture: (head: HeadRef) => void;
  readonly reveal: (token: TokenIndex) => void;
}

export function openedPart({ ref, vote }: Part, votes: TokenVotes, context: ToolContext, actions: PartActions) {
  const { tokens, at } = context;
  return html`<section class="opened" aria-label=${partName(ref)}><h3>${partName(ref)}: ${signed(vote)}
      ${inLecture(ref, votes, actions)}
      <button class="chip close" data-action="close-part" data-control title=${t('{0} ({1})', t('Close'), 'Esc')} aria-label=${t('Close')} @click=${actions.close}>×</button></h3>
    ${isReader(ref) ? headKeys({ ref, vote }, votes, context, actions) : html`<p class="said">${whatItIs(ref, quotedToken(tokens[at], 20))}</p>`}</section>`;
}

/** A state beside attention has no head of its own there that could be chosen for the whole panel. */
function inLecture(ref: PartRef, { mixing }: TokenVotes, { showInLecture }: PartActions) {
  if (!isReader(ref) || (ref.kind === 'stateHead' && mixing[ref.layer].kind === 'attention')) return nothing;
  const head = ref.kind === 'convolution' ? 'mean' : ref.head;
  const words = {
    head: t('Its attention in the Lecture'),
    stateHead: t('Its state in the Lecture'),
    convolution: t('The convolution in the Lecture'),
  };
  return html`<button class="chip" data-action="show-head" data-control @click=${() => showInLecture({ layer: ref.layer, head })}>${words[ref.kind]}</button>`;
}

interface OpenedReader {
  readonly ref: ReaderRef;
  readonly vote: number;
}

function headKeys(part: OpenedReader, votes: TokenVotes, context: ToolContext, actions: PartActions) {
  const { model } = context;
  const reach = part.ref.kind === 'convolution' ? model.convolutions[part.ref.layer]?.kernel : undefined;
  const first = reach === undefined ? 0 : votes.position - reach + 1;
  const keys = keysByStrength(headByKey(votes, part.ref)).filter(({ token }) => token >= first);
  const { shown, rest } = largestOf(keys, KEYS);
  const rows = shown.map(({ token, vote }, i) => ({
    name: tokenButton(context, token as TokenIndex, i === 0, actions.reveal),
    vote,
  }));
  const others = rest && {
    name: html`<span class="others">${t('{0} other tokens', formatNumber(rest.count))}</span>`,
    vote: rest.vote,
  };
  return html`<p class="said">${sentence(keys, votes, context)}</p>
    ${voteTable(others ? [...rows, others] : rows, { name: part.ref.kind === 'convolution' ? t('the convolution') : t('the head'), vote: part.vote }, rove)}
    <p class="hint">${howItReads(part.ref, context)}</p>`;
}

function howItReads({ kind, layer }: ReaderRef, { model }: ToolContext): string {
  if (kind === 'head')
    return t(
      'The number behind a token is its position. A head’s vote is the sum over the tokens it attends to: weight times what it takes from the token, in the direction that is asked about.',
    );
  if (kind === 'convolution')
    return t(
      'The number behind a token is its position. A convolution’s vote is the sum over the tokens in its reach: what it takes from each by the weights of the distance, through the gate as it stands here, in the direction that is asked about.',
    );
  const words = t(
    'The number behind a token is its position. The vote of a state’s head is the sum over the tokens that wrote into it: what each wrote, as far as it has faded and as it is read here, through gate and norm as they stand here, in the direction that is asked about.',
  );
  return model.states[layer]?.corrects
    ? `${words} ${t('What a token wrote already answers what was there: it is the difference to what the state said at its key.')}`
    : words;
}

/** Whether it copied is seen from the token alone: the strongest source is the token that is asked about. */
function sentence(keys: readonly KeyVote[], votes: TokenVotes, { tokens }: ToolContext): string {
  const [strongest] = keys;
  const { token, vote } = strongest;
  const name = quotedToken(tokens[token], 20);
  const ids = tokens.map(({ id }) => id);
  if (isCopied(votes, strongest, ids)) return t('It copied {0} from position {1}: {2}.', name, token, signed(vote));
  return t('It read most of it from {0} at position {1}: {2}.', name, token, signed(vote));
}

export const openedPartStyles = css`
  .opened { padding: 12px 0 0; border: 0; max-width: 640px; scroll-margin: calc(var(--ts-top, 0px) + 130px) 0 64px; }
  .opened h3 { flex-wrap: wrap; align-items: center; margin: 0 0 6px; padding-top: 8px; border-top: 2px solid var(--ts-attention); }
  .opened h3 .chip { font-family: var(--vscode-font-family); font-weight: 400; white-space: normal; text-align: left; }
  .opened .close { margin-left: auto; }
  .said { margin: 0 0 8px; max-width: 68ch; line-height: 1.45; }
`;
