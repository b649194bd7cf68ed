// Turns failures of session files into sentences; failureMessage.ts calls it for these.
import * as vscode from 'vscode';
import type { SessionFailure } from '../contract/failure.ts';
import { sizeText } from './sizeText.ts';

const { t } = vscode.l10n;

export function sessionMessage(failure: SessionFailure): string {
  switch (failure.code) {
    case 'session-too-large':
      return t(
        '{0} is not opened as a session: it has {1}, and a session has at most {2}. If it is yours, save it again.',
        failure.file,
        sizeText(failure.bytes),
        sizeText(failure.most),
      );
    case 'session-cut':
      return t(
        '{0} ends in the middle: the session was not saved or copied to its end. Copy it again from where it came.',
        failure.file,
      );
    case 'session-version':
      return t(
        '{0} was saved by another version of Tokenscope: its format is version {1}, and this one reads version {2}. Update Tokenscope, or ask for a file of the other version.',
        failure.file,
        failure.version,
        failure.known,
      );
    case 'session-invalid':
      return t(
        '{0} is not a session that can be opened: {1}. Open it as text to look at that place, or ask for the file again.',
        failure.file,
        failure.problem,
      );
  }
}

export function isSessionFailure(failure: { readonly code: string }): failure is SessionFailure {
  return failure.code.startsWith('session-') && failure.code !== 'session-failed';
}
