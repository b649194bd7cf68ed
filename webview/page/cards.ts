// The card at the bottom of the panel: the guided tour through the Lecture, or a worked example in the Lab. Knows the state,
// not what the cards say.
import { html, nothing, type TemplateResult } from 'lit';
import type { RunSummary } from '../../src/contract/engineApi.ts';
import { WORKED_EXAMPLES, type WorkedExample } from '../../src/contract/workedExamples.ts';
import type { PanelEvent, PanelState } from '../state/panelState.ts';
import type { StopId } from '../state/stopIds.ts';
import './exampleCard.ts';
import './tour.ts';

export interface CardActions {
  readonly send: (event: PanelEvent) => void;
  readonly goTo: (stop: StopId) => void;
  readonly tourWithEmbedded: () => void;
  readonly openExample: (example: WorkedExample) => void;
}

export function card(
  { tour, example, place, stop }: PanelState,
  { model, tokens }: Pick<RunSummary, 'model' | 'tokens'>,
  { send, goTo, tourWithEmbedded, openExample }: CardActions,
): TemplateResult | typeof nothing {
  if (tour && place === 'lecture')
    return html`<ts-tour .stop=${stop} .model=${model} .tokens=${tokens} @tour-embedded=${tourWithEmbedded} @stop-choose=${({ detail }: CustomEvent<StopId>) => goTo(detail)}
      @tour-examples=${() => openExample(WORKED_EXAMPLES[0])} @tour-leave=${() => send({ kind: 'tour', tour: false })}></ts-tour>`;
  if (example && place === 'lab')
    return html`<ts-example-card .example=${example} @example-choose=${({ detail }: CustomEvent<WorkedExample>) => openExample(detail)} @example-leave=${() => send({ kind: 'example', example: undefined })}></ts-example-card>`;
  return nothing;
}
