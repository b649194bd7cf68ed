// The command Show What Mattered: explains the chosen text as Explain Tokens does, and leads to what of it made the model
// say what comes next.
import type { Panel } from '../views/panel.ts';
import { explainTokens } from './explainTokens.ts';

export async function showWhatMattered(panel: Panel): Promise<void> {
  if (await explainTokens(panel)) panel.askAtEnd('mattered');
}
