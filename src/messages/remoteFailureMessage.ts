// Turns failures of a remote engine into sentences; failureMessage.ts calls it for these.
import * as vscode from 'vscode';
import type { RemoteFailure } from '../contract/failure.ts';

const { t } = vscode.l10n;

export function remoteMessage(failure: RemoteFailure): string {
  switch (failure.code) {
    case 'remote-address-invalid':
      return t(
        'The setting tokenscope.remoteEngine.url, "{0}", cannot be used: {1}. Correct it, or empty it to run on this machine.',
        failure.url,
        failure.problem,
      );
    case 'remote-unreachable':
      return t(
        'The remote engine {0} cannot be reached: {1}. Is it running? Empty the setting tokenscope.remoteEngine.url to run on this machine.',
        failure.host,
        failure.problem,
      );
    case 'remote-timeout':
      return failure.waitedFor === 'connection'
        ? t('The remote engine {0} took no connection within {1} seconds.', failure.host, failure.seconds)
        : t('The remote engine {0} sent nothing for {1} seconds. Explain again.', failure.host, failure.seconds);
    case 'remote-cut':
      return t('The remote engine {0} ended the connection in the middle. Explain again.', failure.host);
    case 'remote-redirect':
      return t(
        'The remote engine {0} points to another address, "{1}". Nothing is sent there; set tokenscope.remoteEngine.url to it if that is right.',
        failure.host,
        failure.to,
      );
    case 'remote-not-ready':
      return t(
        'The remote engine {0} says that it is not ready (status {1}). Its log says which model it could not load.',
        failure.host,
        failure.status,
      );
    default:
      return answerMessage(failure);
  }
}

type AnswerFailure = Extract<
  RemoteFailure,
  { readonly code: 'remote-status' | 'remote-too-large' | 'remote-misfit' | 'remote-answer-invalid' }
>;

function answerMessage(failure: AnswerFailure): string {
  switch (failure.code) {
    case 'remote-status':
      return t(
        'The remote engine {0} refuses {1} (status {2}): {3}',
        failure.host,
        failure.path,
        failure.status,
        failure.problem,
      );
    case 'remote-too-large':
      return t(
        'The answer of the remote engine {0} to {1} is larger than the {2} bytes it can be at most.',
        failure.host,
        failure.path,
        failure.limitBytes,
      );
    case 'remote-misfit':
      return t(
        'The model "{1}" of the remote engine {0} is not that of the model folder: {2}. Export the folder again, or choose the folder that was exported.',
        failure.host,
        failure.model,
        failure.problem,
      );
    case 'remote-answer-invalid':
      return t(
        'The answer of the remote engine {0} to {1} cannot be used: {2}.',
        failure.host,
        failure.path,
        failure.problem,
      );
  }
}
