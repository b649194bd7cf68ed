// Where the host leads the reader: to a stop, a tool, a worked example, on the tour. Knows the state and the way there.
import type { PanelApi } from '../../src/contract/webviewApi.ts';
import { WORKED_EXAMPLES } from '../../src/contract/workedExamples.ts';
import type { PanelEvent, PanelState } from '../state/panelState.ts';
import { STOPS, type StopId } from '../state/stopIds.ts';
import { TOOLS } from '../state/toolIds.ts';
import { repeatedToken } from './repeatedToken.ts';

type LedTo = 'startTour' | 'showExample' | 'goTo' | 'askAtEnd' | 'compareWith';

interface Led {
  readonly state: () => PanelState;
  readonly send: (event: PanelEvent) => void;
  readonly goTo: (stop: StopId) => void;
}

/** Where nothing is explained, the failure says what to do, and nothing leads through it. */
export function ledTo({ state, send, goTo }: Led): Pick<PanelApi, LedTo> {
  const isExplained = () => state().content.kind === 'explained';
  return {
    startTour: () => {
      if (!isExplained()) return;
      send({ kind: 'select', token: repeatedToken(state().tokens) });
      send({ kind: 'tour', tour: true });
      goTo('tokens');
    },
    showExample: (example) => {
      const known = WORKED_EXAMPLES.find((one) => one === example);
      if (known && isExplained()) send({ kind: 'example', example: known });
    },
    goTo: (stop) => {
      const known = STOPS.find((one) => one === stop);
      if (known) goTo(known);
    },
    askAtEnd: (tool) => {
      const known = TOOLS.find((one) => one === tool);
      if (known && isExplained()) send({ kind: 'askAtEnd', tool: known });
    },
    compareWith: (model) => {
      if (isExplained()) send({ kind: 'compare', some: { with: 'model', model, reads: model === undefined } });
    },
  };
}
