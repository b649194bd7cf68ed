// Turns what is wrong with a language model's counts into sentences; failureMessage.ts calls it for these.
import * as vscode from 'vscode';
import type { CountProblem, Failure } from '../contract/failure.ts';

const { t } = vscode.l10n;

export function countFailureMessage({
  model,
  wrong,
}: Extract<Failure, { readonly code: 'language-model-count' }>): string {
  return t('Tokens cannot be counted by {0}: {1}. Choose another tokenizer.', model, countProblemText(wrong));
}

/** Part of a sentence, such as "it answers 1 for every text". */
export function countProblemText(problem: CountProblem): string {
  switch (problem.kind) {
    case 'absent':
      return t('VS Code offers no such language model now');
    case 'silent':
      return t('it has not answered within {0} s', problem.seconds);
    case 'long':
      return t('it is not asked about {0} characters, more than {1}', ...[problem.characters, problem.most].map(whole));
    case 'failed':
      return t('it answers with an error, "{0}"', problem.problem);
    case 'number':
      return t('it answers {0}, which is no number of tokens', problem.count);
    case 'constant':
      return t('it answers {0} for every text', problem.count);
    case 'growth':
      return t('it answers {0} for the beginning of a text and {1} for the whole of it', ...problem.counts);
    case 'estimate':
      return estimateText(problem);
    case 'sum':
      return t('it answers {0} for two texts apart and {1} for both in one', ...problem.counts);
  }
}

function whole(value: number): string {
  return value.toLocaleString(vscode.env.language);
}

function estimateText({ unit, each }: Extract<CountProblem, { readonly kind: 'estimate' }>): string {
  const number = each.toLocaleString(vscode.env.language, { maximumFractionDigits: 1 });
  switch (unit) {
    case 'character':
      return t('it does not count but takes {0} characters for a token, in every language', number);
    case 'byte':
      return t('it does not count but takes {0} bytes for a token, in every language', number);
    case 'word':
      return t('it does not count but takes {0} words for a token, in every language', number);
  }
}
