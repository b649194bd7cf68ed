// Questions about a run that the panel shows, too. It has whatever the engine is answering interrupted for what its reader wants
// next, and the engine does not know who has asked. Knows no question.
import { isFailure } from '../contract/failure.ts';

/** The answer, which is asked for anew as often as that is cancelled: a run that has ended fails with run-unknown. */
export async function unlessInterrupted<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await question();
    } catch (thrown) {
      if (!isFailure(thrown) || thrown.code !== 'cancelled') throw thrown;
    }
  }
}
