// Turns failures between a hub of models and the disk into sentences; failureMessage.ts calls it for these.
import * as vscode from 'vscode';
import type { Failure, HubAnswerProblem, HubFailure, ModelProblem } from '../contract/failure.ts';
import { localModelMessage } from './localModelMessage.ts';
import { sizeText } from './sizeText.ts';

const { t } = vscode.l10n;

/** Every code of a hub failure and no other, which the compiler checks. */
const HUB_CODES: { readonly [Code in HubFailure['code']]: true } = {
  'repo-invalid': true,
  'hub-endpoint-invalid': true,
  'hub-unreachable': true,
  'hub-denied': true,
  'hub-missing': true,
  'hub-busy': true,
  'hub-answer-invalid': true,
  'model-unusable': true,
  'model-type-unsupported': true,
  'model-quantisation-unsupported': true,
  'download-corrupt': true,
  'disk-full': true,
  'folder-unwritable': true,
  'download-taken-over': true,
  'local-model-unusable': true,
};

export function isHubFailure(failure: Failure): failure is HubFailure {
  return failure.code in HUB_CODES;
}

export function hubFailureMessage(failure: HubFailure): string {
  switch (failure.code) {
    case 'repo-invalid':
      return t(
        '"{0}" is not the name of a model. Write owner/name or owner/name@revision, paste the address of its page at the hub, or a whole path.',
        failure.text,
      );
    case 'hub-endpoint-invalid':
      return t(
        'The setting tokenscope.hub.endpoint is "{0}", which is not the address of a hub. Write https://host, or empty it.',
        failure.endpoint,
      );
    case 'hub-unreachable':
      return t(
        '{0} cannot be reached: {1}. What was downloaded is kept; check the connection and the proxy, and download again to go on.',
        failure.host,
        failure.problem,
      );
    case 'hub-denied':
      return deniedMessage(failure);
    case 'hub-missing':
      return t('The hub has no {0}. Check owner, name and revision.', failure.what);
    case 'hub-busy':
      return failure.waitSeconds > 0
        ? t(
            '{0} asks to wait {1} s. Download again after that; what was downloaded is kept.',
            failure.host,
            failure.waitSeconds,
          )
        : t(
            '{0} is busy (status {1}). Download again later; what was downloaded is kept.',
            failure.host,
            failure.status,
          );
    case 'hub-answer-invalid':
      return t('The answer of {0} cannot be used: {1}.', failure.url, answerProblem(failure.problem));
    case 'local-model-unusable':
      return localModelMessage(failure);
    default:
      return modelMessage(failure);
  }
}

type ModelFailure = Extract<
  HubFailure,
  { readonly code: `model-${string}` | `download-${string}` | 'disk-full' | 'folder-unwritable' }
>;

function modelMessage(failure: ModelFailure): string {
  switch (failure.code) {
    case 'model-unusable':
      return t('{0} cannot be used: {1}.', failure.repo, modelProblem(failure.problem));
    case 'model-type-unsupported':
      return t(
        '{0} is a {1}, which Tokenscope cannot run. It can run: {2}.',
        failure.repo,
        failure.modelType,
        failure.supported.join(', '),
      );
    case 'model-quantisation-unsupported':
      return t(
        'The weights of {0} are quantised by {1}, which Tokenscope does not read. Choose the model that it was made from, a GGUF file of it, or one quantised by {2}.',
        failure.repo,
        failure.method,
        failure.supported.join(', '),
      );
    case 'download-corrupt':
      return t(
        '{0} arrived damaged: the hub states {1}, the file has {2}. It was thrown away; download again.',
        failure.name,
        failure.expected,
        failure.got,
      );
    case 'disk-full':
      return t(
        'There is not enough space in {0}: {1} needed, {2} free. What was downloaded is kept; make room and download again.',
        failure.folder,
        sizeText(failure.needsBytes),
        sizeText(failure.freeBytes),
      );
    case 'folder-unwritable':
      return t('{0} cannot be written: {1}.', failure.folder, failure.problem);
    case 'download-taken-over':
      return t('Another window has taken over this download ({0}). Wait for it there.', failure.folder);
  }
}

function deniedMessage({ repo, status, page, tokenSent }: Extract<HubFailure, { code: 'hub-denied' }>): string {
  return tokenSent
    ? t(
        'The hub refuses {0} (status {1}) with your token. Ask for access at {2}, and check that the token may read gated models.',
        repo,
        status,
        page,
      )
    : t(
        'The hub refuses {0} (status {1}): it is gated or private, or does not exist. Ask for access at {2}, then run Set Hugging Face Token.',
        repo,
        status,
        page,
      );
}

function answerProblem(problem: HubAnswerProblem): string {
  switch (problem) {
    case 'html':
      return t('a web page came instead of the file, perhaps the sign-in page of this network or proxy');
    case 'redirects':
      return t('it redirects in circles');
    case 'redirect-insecure':
      return t('it redirects to an address that is not https');
    case 'redirect-inward':
      return t('it redirects into the network of this machine, where a hub outside has nothing to fetch');
    case 'json':
      return t('it is not valid JSON');
    case 'listing':
      return t('the list of files lacks names, sizes or checksums');
    case 'size':
      return t('the file is not as long as the hub states');
    case 'status':
      return t('the status is one that nobody expects here');
  }
}

function modelProblem(problem: ModelProblem): string {
  switch (problem) {
    case 'no-config':
      return t('it has no config.json');
    case 'no-weights':
      return t('it has no weights as safetensors. Some models have them in a revision such as refs/pr/1');
    case 'no-tokenizer':
      return t('it has neither tokenizer.json nor vocab.json and merges.txt');
    case 'shards':
      return t(
        'its weights are in several files, and model.safetensors.index.json names no files or some that are missing',
      );
    case 'gguf-types':
      return t('all of its GGUF files are of types that Tokenscope does not read, such as IQ2_XS');
  }
}
