// Answers what fills a context, several reports at a time. Knows no run.
import type { ContextReportId, EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import { invalid } from './questionChecks.ts';

type ContextQuestions = Pick<EngineApi, 'contextReport' | 'cancelContextReport' | 'conversationTokens'>;

export function contextQuestions({ contextProgress }: EngineEvents): ContextQuestions {
  const open = new Map<ContextReportId, AbortController>();
  return {
    contextReport: async (id, request) => {
      if (open.has(id)) throw invalid('contextReport', `report: ${JSON.stringify(id)} is being made already`);
      const controller = new AbortController();
      open.set(id, controller);
      try {
        const { contextReport } = await import('../context/contextReport.ts'); // few sessions need it
        const onProgress = (progress: Parameters<typeof contextProgress>[1]) => contextProgress(id, progress);
        return await contextReport(request, { signal: controller.signal, onProgress });
      } finally {
        open.delete(id);
      }
    },
    conversationTokens: async (folder, json, file) => {
      const { conversationTokens } = await import('../context/conversations/conversationTokens.ts');
      return await conversationTokens(folder, json, file);
    },
    cancelContextReport: async (id) => open.get(id)?.abort(),
  };
}
