// The categories of a context by name and by the look of their group. Knows no report.
import { CONTEXT_CATEGORIES, type ContextCategory } from '../../src/contract/contextReport.ts';
import { t } from '../text/l10n.ts';

/** See theme/groups.ts. */
export function groupOf(category: ContextCategory): number {
  return CONTEXT_CATEGORIES.indexOf(category) + 1;
}

export function categoryName(category: ContextCategory): string {
  const names: Readonly<Record<ContextCategory, string>> = {
    instructions: t('Instructions'),
    prompts: t('Prompts'),
    skills: t('Skills'),
    tools: t('Tools'),
    conversation: t('Conversation'),
    documents: t('Documents'),
    code: t('Code'),
    data: t('Data'),
  };
  return names[category];
}
