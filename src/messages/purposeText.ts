// Says in the user's language why the models of the catalogue are worth looking into. Knows no model.
import * as vscode from 'vscode';
import type { Purpose } from '../hub/catalogue.ts';

const { t } = vscode.l10n;

export function purposeText(purpose: Purpose): string {
  switch (purpose) {
    case 'classic':
      return t('The classic: learnt positions, 12 layers. What papers and the lecture draw.');
    case 'distilled':
      return t('GPT-2 with half the layers, taught by it: compare the two.');
    case 'interpretability':
      return t('Made for looking inside, with every step of its training at the hub.');
    case 'stories':
      return t('Learnt from children’s stories alone: small, yet it tells one. Local and global layers.');
    case 'modern-tiny':
      return t('Llama’s architecture in small: rotary positions, grouped queries. English.');
    case 'chat-tiny':
      return t('The same, taught to answer: compare it with the one that only continues.');
    case 'multilingual':
      return t('Many languages, Chinese among them, and code. Long context.');
    case 'multilingual-base':
      return t('The newer Qwen before it was taught to answer: norms on queries and keys.');
    case 'thinking':
      return t('The newer Qwen that thinks before it answers. Many languages.');
  }
}
