// What the page of a model's file may ask of the engine, about the file that it shows and the one beside it alone: no path comes
// from a page. Keeps nothing.
import type { Failure } from '../contract/failure.ts';
import type { TensorDifferences } from '../contract/modelFile.ts';
import type { ModelFileHostApi, ShownDifferences } from '../contract/modelFileApi.ts';
import { failureMessage } from '../messages/failureMessage.ts';
import { answered } from './answered.ts';
import { differenceWords } from './differenceWords.ts';
import type { LongWork } from './longWork.ts';
import type { ModelFileParts } from './modelFileParts.ts';
import type { FilePair, InspectedFile } from './otherFile.ts';
import { textDifferences } from './textDifferences.ts';
import type { LastText } from './textInHand.ts';

export interface ShownFiles {
  readonly inspected: () => InspectedFile | undefined;
  readonly pair: () => FilePair | undefined;
  readonly text: () => LastText;
}

type Answers = Pick<
  ModelFileHostApi,
  | 'tokenizer'
  | 'statistics'
  | 'cancel'
  | 'search'
  | 'entries'
  | 'chatSample'
  | 'differences'
  | 'textDifferences'
  | 'openInCompare'
>;

export function modelFileAnswers(
  { inspector, panel, memory, log }: ModelFileParts,
  work: LongWork,
  shown: ShownFiles,
): Answers {
  const path = () => (shown.inspected() ?? gone()).path;
  const pair = () => shown.pair() ?? gone();
  /** Both models, which there is memory for or the user has agreed to, and the text. Fails with text-empty, memory-short. */
  const comparedOnText = async () => {
    const { measured, reference } = pair();
    const { chosen, shown: text } = shown.text();
    const models = { measured: measured.file.model ?? gone(), reference: reference.file.model ?? gone() };
    if (!chosen || !text) throw { code: 'text-empty' } satisfies Failure;
    await memory.ask(models.measured, models.reference);
    return { models, chosen, text };
  };
  return {
    tokenizer: () => answered(log, async () => await inspector.fileTokenizer(path())),
    statistics: (inspection, tensor) =>
      answered(log, () => work.during(inspection, ({ id }) => inspector.tensorStatistics(id, path(), tensor))),
    cancel: (inspection) => work.cancel(inspection),
    search: (query) => answered(log, async () => await inspector.searchVocabulary(path(), query)),
    entries: (ids) => answered(log, async () => await inspector.vocabularyEntries(path(), ids)),
    chatSample: () => answered(log, async () => await inspector.chatSample(path())),
    differences: (inspection) =>
      answered(log, () =>
        work.during(inspection, async ({ id }) => {
          const { measured, reference } = pair();
          return shownDifferences(await inspector.tensorDifferences(id, measured.path, reference.path));
        }),
      ),
    textDifferences: (inspection) =>
      answered(log, () =>
        work.during(inspection, async ({ signal, onProgress }) => {
          const { models, chosen, text } = await comparedOnText();
          const compared = { ...models, text: chosen.text };
          return { ...(await textDifferences(inspector, compared, { signal, onProgress })), text };
        }),
      ),
    openInCompare: () =>
      answered(log, async () => {
        const { models, chosen } = await comparedOnText();
        void panel.compare(chosen, { ours: models.measured, theirs: models.reference });
        return true as const;
      }),
  };
}

function shownDifferences(differences: TensorDifferences): ShownDifferences {
  const tensors = differences.tensors.map(({ problem, ...rest }) => ({
    ...rest,
    problem: problem && (problem.kind === 'shape' ? differenceWords(problem.shapes) : failureMessage(problem.failure)),
  }));
  return { ...differences, tensors };
}

/** The file is being read anew. Nobody waits for the answer any longer. */
function gone(): never {
  throw { code: 'cancelled' } satisfies Failure;
}
