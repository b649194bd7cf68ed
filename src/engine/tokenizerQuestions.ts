// The questions about a text that need a tokenizer or a chat template, and no model. Knows no run.
import type { EngineApi } from '../contract/engineApi.ts';
import { tokenizerOf } from '../tokenizer/loadedTokenizers.ts';

type TokenizerQuestions = Pick<EngineApi, 'tokenize' | 'vocabularySize' | 'count' | 'chat'>;

export function tokenizerQuestions(): TokenizerQuestions {
  return {
    tokenize: async (text, ref) => (await tokenizerOf(ref)).encode(text),
    vocabularySize: async (ref) => (await tokenizerOf(ref)).size,
    count: async (texts, ref) => {
      const tokenizer = await tokenizerOf(ref);
      return texts.map((text) => tokenizer.count(text));
    },
    chat: async (folder, messages) => {
      const { applyChatTemplate } = await import('../tokenizer/chatTemplate.ts'); // few sessions need Jinja
      return await applyChatTemplate(folder, messages);
    },
  };
}
