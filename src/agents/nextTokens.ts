// The tool that says what the model expects behind a text.
import type { RunId, RunSummary } from '../contract/engineApi.ts';
import type { Candidate, NextTokens } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { unixLines } from '../contract/unixLines.ts';
import { boolean, optional, record, wholeNumber } from '../contract/valueReaders.ts';
import type { AgentCall, AgentTool, ToolAnswer } from './agentTool.ts';
import { withRun } from './readText.ts';
import { Refusal } from './refusal.ts';
import { bounded, count, flag, KIND_SCHEMA, listOf, objectSchema, real, string, toolText } from './schemas.ts';
import { percent, rounded, shownToken } from './shownToken.ts';
import { UNSAMPLED } from './unsampled.ts';

interface NextInput {
  readonly text: string;
  readonly k: number | undefined;
  readonly chat: boolean | undefined;
}

const DEFAULT_K = 10;
const MOST_K = 100;

export const nextTokensTool: AgentTool<NextInput> = {
  name: 'tokenscope_next_tokens',
  title: 'Next-Token Probabilities',
  description:
    "The most probable next tokens behind a text, with their probabilities, from the language model that the user chose, run on this machine (softmax of the logits; no temperature, nothing is sampled). Use it to see how sure a model is of an answer, or to compare prompts. With chat the text is a user's message and is put into the model's own chat template first. Of a text longer than the model's context the end is read.",
  inputSchema: objectSchema(
    {
      text: string('The text that the model reads, or with chat the message of a user.'),
      k: bounded(1, MOST_K, `How many tokens; ${DEFAULT_K} if left out.`),
      chat: flag("Whether the text is put into the model's chat template as a user's message. False if left out."),
    },
    ['text'],
  ),
  outputSchema: objectSchema(
    {
      kind: KIND_SCHEMA,
      model: string('The model that was run.'),
      tokensRead: count('How many tokens of context the prediction rests on.'),
      charactersLeftOut: count('How many characters at the beginning were left out since the context is shorter.'),
      entropyBits: real('The entropy of the distribution in bits: 0 where the model is sure.'),
      next: listOf(
        objectSchema(
          {
            id: count('Its id in the vocabulary.'),
            token: string('Its text in quotes as JSON, or its bytes as <E8 AA> where it is a part of a character.'),
            probability: real('From 0 to 1.'),
          },
          ['id', 'token', 'probability'],
        ),
        'Most probable first.',
      ),
    },
    ['kind', 'model', 'tokensRead', 'charactersLeftOut', 'entropyBits', 'next'],
  ),
  runsModel: true,
  read: record<NextInput>({
    text: toolText,
    k: optional(wholeNumber(1, MOST_K)),
    chat: optional(boolean()),
  }),
  answer: async ({ text, k = DEFAULT_K, chat = false }, call) => {
    const read = chat ? await asChat(text, call) : text;
    const predict = async (run: RunId, { tokens }: RunSummary) =>
      await call.engine.nextTokens(run, (tokens.length - 1) as TokenIndex, k, UNSAMPLED);
    const first = await withRun(call, read, async (run, summary) => ({
      context: summary.model.context,
      answer:
        summary.explainedTo < summary.textLength ? undefined : answerOf(await predict(run, summary), summary, 0, call),
    }));
    if (first.answer) return first.answer;
    if (chat)
      throw new Refusal(`The conversation is longer than the context of the model, which is ${first.context} tokens.`);
    const end = await endThatFits(read, first.context, call);
    return await withRun(call, read.slice(end), async (run, summary) =>
      answerOf(await predict(run, summary), summary, end, call),
    );
  },
};

async function asChat(text: string, { counter, choices }: AgentCall): Promise<string> {
  return await counter.chat(choices.modelFolder, [{ role: 'user', content: unixLines(text) }]);
}

/** Room for the tokens that a tokenizer puts in front, and for a first token that is cut otherwise without what was before. */
const SPARE = 8;

/** Where the longest end of the text begins that the model can read as a whole. */
async function endThatFits(text: string, context: number, { counter, choices }: AgentCall): Promise<number> {
  const tokens = await counter.tokenize(text, { kind: 'folder', folder: choices.modelFolder });
  return tokens[Math.max(0, tokens.length - Math.max(1, context - SPARE))].span.start;
}

function answerOf(
  { candidates, entropyBits }: NextTokens,
  { model, tokens }: RunSummary,
  charactersLeftOut: number,
  { nameOf }: AgentCall,
): ToolAnswer {
  const name = nameOf(model.folder);
  const cut =
    charactersLeftOut > 0
      ? ` The first ${charactersLeftOut} characters were left out: the context has ${model.context} tokens.`
      : '';
  const lines = candidates.map(
    (candidate, i) => `${i + 1}. ${shownToken(candidate)} ${percent(candidate.probability)} (#${candidate.id})`,
  );
  return {
    text: [
      `What ${name} expects behind these ${tokens.length} tokens (computed; entropy ${entropyBits.toFixed(2)} bits).${cut}`,
      ...lines,
    ].join('\n'),
    data: {
      kind: 'computed',
      model: name,
      tokensRead: tokens.length,
      charactersLeftOut,
      entropyBits: rounded(entropyBits),
      next: candidates.map(asData),
    },
  };
}

function asData(candidate: Candidate) {
  return { id: candidate.id, token: shownToken(candidate), probability: rounded(candidate.probability) };
}
