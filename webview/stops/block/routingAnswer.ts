// Asks which experts the tokens around the selected one got, for whoever shows the routing picture. Draws nothing.
import type { Routing } from '../../../src/contract/experts.ts';
import { type Answer, whileTrue } from '../../state/answer.ts';
import { Latest } from '../../state/latest.ts';
import type { Urgency } from '../../state/questionQueue.ts';
import type { StopContext } from '../stopContext.ts';
import { routedSpan } from './routed.ts';

/** StopElement.ask() */
type Ask = <Value>(latest: Latest<Value>, key: string, question: () => Promise<Value>, urgency?: Urgency) => void;

export class RoutingAnswer {
  readonly #routing = new Latest<Routing | undefined>();
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Nothing is asked of a model without experts. */
  ask({ at, tokens, run, host, model }: StopContext): void {
    if (!model.experts) return;
    const span = routedSpan(at, tokens.length);
    this.#ask(this.#routing, `routing ${span.start} ${span.end}`, () => host.routing(run, span), 'later');
  }

  /** Without tokens that were taken back; of a long text, an answer that has the selected token. */
  of({ at, tokens }: StopContext): Answer<Routing> {
    const routing: Answer<Routing> = this.#routing;
    return whileTrue(routing, ({ tokens: { start, end } }) => end <= tokens.length && at >= start && at < end);
  }
}
