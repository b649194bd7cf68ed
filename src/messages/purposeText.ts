// Says in the user's language why the models of the catalogue are worth looking into, and what their groups have in common.
// Knows no model.
import * as vscode from 'vscode';
import type { Purpose } from '../hub/catalogue/entry.ts';
import type { CatalogueGroupName } from '../hub/catalogue.ts';

const { t } = vscode.l10n;

export function groupText(group: CatalogueGroupName): string {
  switch (group) {
    case 'small':
      return t('small, to begin with');
    case 'special':
      return t('to see something special');
    case 'used':
      return t('what people use');
    case 'encoders':
      return t('encoders and vectors of sentences');
  }
}

/** One sentence: a list shows no more than some 90 characters of it. */
export function purposeText(purpose: Purpose): string {
  return purposeTexts()[purpose];
}

function purposeTexts(): Readonly<Record<Purpose, string>> {
  return {
    classic: t('The classic: learnt positions, 12 layers. What papers and the lecture draw.'),
    distilled: t('GPT-2 with half the layers, taught by it: compare the two.'),
    interpretability: t('Made for looking inside, with every step of its training at the hub.'),
    stories: t('Learnt from children’s stories alone: small, yet it tells one. Local and global layers.'),
    'modern-tiny': t('Llama’s architecture in small: rotary positions, grouped queries. English.'),
    'chat-tiny': t('The same, taught to answer: compare it with the one that only continues.'),
    'chat-larger': t('The same once more, with 2.7 times the weights: compare the answers.'),
    'large-table': t('More than half of it is its table of 262,144 tokens. Windows in five of six layers.'),
    'rotary-neighbours': t('Chinese and English. Rotary positions turn pairs of neighbours, as in their paper.'),
    'short-convolutions': t('Short convolutions in place of attention in 10 of 16 layers.'),
    'states-and-attention': t('States in place of attention in 28 of 32 layers, and no positions at all.'),
    'states-alone': t('No attention: each of 24 layers keeps a state of fixed size (Mamba-2).'),
    'states-beside-attention': t('Attention and a state, side by side in every layer.'),
    'linear-attention': t('Linear attention with a state in three of four layers, full attention in the fourth.'),
    alibi: t('ALiBi: no positions, but heads that care less the farther a token is. 46 languages.'),
    'experts-few': t('Experts: for every token a router picks 8 of 32 in each layer.'),
    'experts-many': t('Experts: 8 of 64 in each layer, so that 1 of its 7 billion weights work for a token.'),
    sinks: t('Experts, attention sinks in every head, windows in every second layer.'),
    'layer-embeddings': t('Each layer has embeddings of its own; the last layers share keys and values.'),
    'text-of-pictures': t('It can see pictures; here it reads text alone.'),
    multilingual: t('Many languages, Chinese among them, and code. Long context.'),
    'multilingual-base': t('The newer Qwen before it was taught to answer: norms on queries and keys.'),
    thinking: t('The newer Qwen that thinks before it answers. Many languages.'),
    windows: t('Five of six layers look back 512 tokens only. Many languages.'),
    'grouped-queries': t('Meta’s smallest of its kind: four heads share keys and values.'),
    'attention-alone': t('The sibling of the one with states, with attention in every layer: compare the two.'),
    'masked-words': t('An encoder: tokens look at what follows, too, and it guesses words that are masked.'),
    'sentence-vectors': t('An encoder: six layers make one vector of a sentence, for search and to compare texts.'),
    'modern-encoder': t('An encoder: BERT with rotary positions, and windows in two of three layers.'),
    'vectors-both-ways': t('An encoder: Gemma 3 that sees in both directions, to make one vector of a text.'),
    'decoder-vectors': t('Qwen3 taught to make one vector of a text, which is that of its last token.'),
  };
}
