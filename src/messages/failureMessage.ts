// Turns failures into sentences: what is wrong, where, and what to do. The extension host does this nowhere else. Knows
// no view.
import * as vscode from 'vscode';
import type { EncoderFailure, Failure, HubFailure, RemoteFailure, SessionFailure } from '../contract/failure.ts';
import { countFailureMessage } from './countFailureMessage.ts';
import { encoderFailureMessage, isEncoderFailure } from './encoderFailureMessage.ts';
import { hubFailureMessage, isHubFailure } from './hubFailureMessage.ts';
import { remoteMessage } from './remoteFailureMessage.ts';
import { isSessionFailure, sessionMessage } from './sessionFailureMessage.ts';
import { sizeText } from './sizeText.ts';

const { t } = vscode.l10n;

export function failureMessage(failure: Failure): string {
  switch (failure.code) {
    case 'engine-stopped':
      return t(
        'The engine stopped ({0}). Explain again to start a new one; your text was not touched.',
        endReason(failure),
      );
    case 'cancelled':
      return t('Cancelled.');
    case 'run-unknown':
      return t('This explanation is no longer in memory. Explain the text again.');
    case 'text-unknown':
      return t('The counter has started anew and does not know this document. Edit or open it again.');
    case 'text-empty':
      return t('There is no text to explain. Select some, or put the caret into a paragraph.');
    case 'token-beyond-table':
      return t(
        'The model cannot read the token "{0}" in this text: its id is {1}, and the table of embeddings has {2} rows. Take it out of the text, or check that tokenizer.json is of the same model.',
        failure.token,
        failure.id,
        failure.rows,
      );
    case 'context-full':
      return t(
        'The model reads at most {0} tokens, and they are used up. Reset, or explain a shorter text.',
        failure.context,
      );
    case 'word-too-long':
    case 'context-too-short':
    case 'models-in-use':
    case 'memory-short':
      return documentMessage(failure);
    case 'question-invalid':
      return t(
        'The panel asked for something that is not there ({0}: {1}). Explain the text again.',
        failure.question,
        failure.problem,
      );
    case 'language-model-count':
      return countFailureMessage(failure);
    case 'setting-invalid':
      return t(
        'The setting {0} is {1}, which means nothing. It can be: {2}.',
        failure.setting,
        failure.value,
        failure.supported.join(', '),
      );
    case 'session-failed':
      return t(
        'ONNX Runtime could not run this model (part {0}): {1}. If memory is short, set tokenscope.precision to int8 or int4, or choose a smaller model.',
        failure.graph,
        failure.problem,
      );
    case 'bug':
      return t(
        'Something went wrong inside Tokenscope: {0}. The output channel "Tokenscope" has the details.',
        failure.message,
      );
    default:
      if (isEncoderFailure(failure)) return encoderFailureMessage(failure);
      return outsideMessage(failure);
  }
}

/** What is wrong with something that was read, fetched or asked from elsewhere. */
function outsideMessage(failure: FileFailure | HubFailure | SessionFailure | RemoteFailure): string {
  if (isHubFailure(failure)) return hubFailureMessage(failure);
  if (isSessionFailure(failure)) return sessionMessage(failure);
  return 'file' in failure ? fileMessage(failure) : remoteMessage(failure);
}

type DocumentFailure = Extract<
  Failure,
  { readonly code: 'word-too-long' | 'context-too-short' | 'models-in-use' | 'memory-short' }
>;

/** Why a whole document cannot be counted or read. */
function documentMessage(failure: DocumentFailure): string {
  if (failure.code === 'word-too-long')
    return t(
      'In this text {0} characters stand in a row in which no word ends. There is no room in memory for their tokens.',
      failure.characters.toLocaleString(vscode.env.language),
    );
  if (failure.code === 'memory-short')
    return t(
      '{0} takes about {1} of memory, and this machine has {2}. It was not opened: explain a text to be asked again, or choose a smaller model.',
      failure.name,
      sizeText(failure.needsBytes),
      sizeText(failure.hasBytes),
    );
  if (failure.code === 'models-in-use')
    return t(
      'The panel has two other models in memory, and there is no room for a third. Close the panel, or give the second model back.',
    );
  return t(
    'The model reads {0} tokens at a time, which is too few to predict one from another. Choose another model.',
    failure.context,
  );
}

function lfsMessage({ file, bytes }: Extract<Failure, { readonly code: 'lfs-pointer' }>): string {
  return bytes === undefined
    ? t('{0} is not the file itself but a pointer of Git LFS to it. Fetch the file with "git lfs pull".', file)
    : t(
        '{0} is not the file itself but a pointer of Git LFS to {1}. Fetch the file with "git lfs pull".',
        file,
        sizeText(bytes),
      );
}

function quantisationMessage(failure: Extract<Failure, { readonly code: 'quantisation-unsupported' }>): string {
  return t(
    '{0} says that the weights are quantised by {1}, which Tokenscope does not read. Choose the model that it was made from, a GGUF file of it, or one quantised by {2}.',
    failure.file,
    failure.method || t('a method without a name'),
    failure.supported.join(', '),
  );
}

type FileFailure = Exclude<Extract<Failure, { readonly file: string }>, EncoderFailure | HubFailure | SessionFailure>;

function fileMessage(failure: FileFailure): string {
  switch (failure.code) {
    case 'file-missing':
      if (/tokenizer\.json$/.test(failure.file))
        return t('{0} is missing. A tokenizer is a tokenizer.json, or vocab.json and merges.txt.', failure.file);
      return t(
        '{0} is missing. A model folder needs config.json, the weights (model.safetensors, or its index and all shards) and a tokenizer (tokenizer.json, or vocab.json and merges.txt).',
        failure.file,
      );
    case 'tensor-list-missing':
      return t(
        '{0} is missing. To run on a server, a folder without weights needs the one that was written when the model was exported.',
        failure.file,
      );
    case 'file-unreadable':
      return t('{0} cannot be read: {1}.', failure.file, failure.problem);
    case 'file-empty':
      return t('{0} is empty. Download or copy it again.', failure.file);
    case 'lfs-pointer':
      return lfsMessage(failure);
    case 'json-invalid':
      return t('{0} is not valid JSON: {1}. Download the file again.', failure.file, failure.problem);
    case 'config-invalid':
      return t('{0}: "{1}" cannot be used: {2}.', failure.file, failure.key, failure.problem);
    case 'config-unsupported':
      return t(
        '{0}: "{1}" is {2}, which Tokenscope cannot run. It can run: {3}.',
        failure.file,
        failure.key,
        failure.value,
        failure.supported.join(', '),
      );
    case 'quantisation-unsupported':
      return quantisationMessage(failure);
    case 'safetensors-header':
    case 'safetensors-truncated':
    case 'gguf-header':
    case 'gguf-lossy':
    case 'gguf-part-missing':
      return weightFileMessage(failure);
    case 'tensor-missing':
      return t(
        '{0} has no tensor "{1}", which config.json calls for. Are the two files of the same model?',
        failure.file,
        failure.tensor,
      );
    case 'table-missing':
      return t(
        '{0} has no tensor "{1}", one of the two tables of tokens. If the model was trained with one table for input and output, write "tie_word_embeddings": true into {2}; else these weights are not the whole model.',
        failure.file,
        failure.tensor,
        failure.config,
      );
    case 'tensor-invalid':
      return t('{0}: tensor "{1}" cannot be used: {2}.', failure.file, failure.tensor, failure.problem);
    case 'chat-template-missing':
    case 'chat-template-invalid':
    case 'conversation-invalid':
      return chatMessage(failure);
    case 'tokenizer-invalid':
      return t('{0} cannot be used: {1}.', failure.file, failure.problem);
  }
}

type WeightFileFailure = Extract<
  Failure,
  { readonly code: 'safetensors-header' | 'safetensors-truncated' | 'gguf-header' | 'gguf-lossy' | 'gguf-part-missing' }
>;

/** A file that holds tensors is not what it should be. */
function weightFileMessage(failure: WeightFileFailure): string {
  switch (failure.code) {
    case 'safetensors-header':
      return t('{0} is not a safetensors file: {1}. Download the file again.', failure.file, failure.problem);
    case 'safetensors-truncated':
      return t(
        '{0} is cut off: tensor "{1}" needs {2} bytes, the file has {3}. Download the file again.',
        failure.file,
        failure.tensor,
        failure.needsBytes,
        failure.hasBytes,
      );
    case 'gguf-header':
      return t('{0} is not a GGUF file that can be read: {1}. Download the file again.', failure.file, failure.problem);
    case 'gguf-lossy':
      return t(
        '{0} does not say all of its model: {1}. Use the safetensors files of the same model.',
        failure.file,
        failure.problem,
      );
    case 'gguf-part-missing':
      return t(
        '{0} is one of {1} files of a model, and {2} is missing. Put all of them into one folder.',
        failure.file,
        failure.parts,
        failure.part,
      );
  }
}

type ChatFailure = Extract<
  Failure,
  { readonly code: 'chat-template-missing' | 'chat-template-invalid' | 'conversation-invalid' }
>;

function chatMessage(failure: ChatFailure): string {
  switch (failure.code) {
    case 'chat-template-missing':
      return t(
        '{0} has no chat template: this model continues text and was not trained to answer. Run Explain Tokens, or choose a model whose name ends in Instruct or Chat.',
        failure.file,
      );
    case 'chat-template-invalid':
      return t('The chat template in {0} cannot be used: {1}.', failure.file, failure.problem);
    case 'conversation-invalid':
      return t(
        '{0} is not a conversation that Tokenscope can read. At {1}: {2}.',
        failure.file,
        failure.place,
        failure.problem,
      );
  }
}

/** That the engine is gone, where what it computed is still shown. */
export function lostEngine(failure: Failure): string {
  return failure.code === 'engine-stopped'
    ? t('The engine stopped ({0}).', endReason(failure))
    : failureMessage(failure);
}

function endReason({ exitCode, signal }: Extract<Failure, { code: 'engine-stopped' }>): string {
  if (signal) return t('signal {0}', signal);
  return exitCode === null ? t('it could not be started') : t('exit code {0}', exitCode);
}
