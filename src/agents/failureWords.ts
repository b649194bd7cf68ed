// Failures as sentences for a model that uses the tools: in English, and with what the model can do about them. What people
// read is in messages/.
import type { Failure } from '../contract/failure.ts';

export function failureWords(failure: Failure): string {
  switch (failure.code) {
    case 'cancelled':
      return 'Cancelled.';
    case 'question-invalid':
      return `The arguments cannot be used: ${failure.problem}.`;
    case 'text-empty':
      return 'There is nothing in the text that a model could read. Give a text with at least one character.';
    case 'word-too-long':
      return `The text has ${failure.characters} characters in a row in which no word ends, and there is no room in memory for their tokens. Give a part of it.`;
    case 'engine-stopped':
      return 'The process that runs the model has ended. Ask again, which starts another; if that fails too, the model may need more memory than there is.';
    case 'run-unknown':
      return 'The model was changed while it was asked. Ask again.';
    case 'context-full':
      return `The model reads at most ${failure.context} tokens. Give a shorter text.`;
    case 'token-beyond-table':
      return `The model cannot read the token ${JSON.stringify(failure.token)} of this text. Take it out.`;
    case 'chat-template-missing':
      return 'The model was not trained on conversations: it has no chat template. Ask without chat.';
    case 'context-too-short':
      return `The model reads at most ${failure.context} tokens at a time, too few to predict one from others. Ask the user to choose another model.`;
    case 'models-in-use':
      return 'Tokenscope shows two other models now, and has no room for a third. Ask the user to close a comparison, or ask again later.';
    case 'memory-short':
      return 'The model takes more memory than the machine has. Ask the user to explain a text with it once, which asks whether to open it all the same, or to choose a smaller model.';
    case 'session-failed':
      return `ONNX Runtime could not run the model (${failure.graph}: ${failure.problem}). Ask the user to choose a smaller model, or fewer bits in the setting tokenscope.precision.`;
    case 'reads-both-ways':
      return 'The model reads a text as a whole, in both directions, and does not say what comes next. Ask the user to choose a model that generates text.';
    case 'predicts-no-word':
      return 'The model makes vectors of texts and predicts no words. Ask the user to choose a model that generates text.';
    case 'text-beyond-context':
      return `The model reads a text as a whole, and at most ${failure.context} tokens. Give a shorter text.`;
    case 'bug':
      return `Something went wrong inside Tokenscope: ${failure.message}.`;
    default:
      return `The user's model cannot be used (${details(failure)}). Ask the user to check it or to choose another, with the command "Tokenscope: Choose Model…".`;
  }
}

/** 'file-missing, file: /models/a/config.json' */
function details({ code, ...fields }: Failure): string {
  return [code, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)].join(', ');
}
