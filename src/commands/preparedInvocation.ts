// What people read before an agent's tool works, and while it does. Knows tools by their names.
import * as vscode from 'vscode';

const { t } = vscode.l10n;
/** A path that a model wrote may be anything. */
const LONGEST_PATH = 80;

/**
 * `input` is as the model wrote it. Where a server runs the model, the user is asked first: it was the agent, not the user,
 * that chose what is sent there.
 */
export function preparedInvocation(
  tool: string,
  input: object,
  sentTo: string | undefined,
): vscode.PreparedToolInvocation {
  const invocationMessage = messageOf(tool, input);
  if (sentTo === undefined) return { invocationMessage };
  const title = t('Send the text to {0}?', sentTo);
  const message = t(
    'The model is run by the remote engine {0} (setting tokenscope.remoteEngine.url). Token ids and vectors go there, from which the text can be recovered.',
    sentTo,
  );
  return { invocationMessage, confirmationMessages: { title, message } };
}

function messageOf(tool: string, input: object): string {
  const path = 'path' in input && typeof input.path === 'string' ? input.path.slice(-LONGEST_PATH) : undefined;
  switch (tool) {
    case 'tokenscope_count_tokens':
      return path === undefined ? t('Counting tokens') : t('Counting the tokens of {0}', path);
    case 'tokenscope_file_surprisal':
      return t('Reading {0} with the model', path ?? '');
    case 'tokenscope_next_tokens':
      return t('Predicting the next token');
    case 'tokenscope_what_mattered':
      return t('Measuring what mattered in the prompt');
    default:
      return t('Counting what fills the context');
  }
}
