// The models in llama.cpp's own cache: GGUF files in one folder, named OWNER_REPO_FILE by -hf. Since 2026 llama.cpp keeps
// new ones in Hugging Face's cache instead.
import { isAbsolute, join } from 'node:path';
import { unreadableFolders } from './folderProblems.ts';
import { ggufModels, isModelFile } from './ggufFiles.ts';
import type { ListStore, Machine } from './localModel.ts';
import { Walk } from './walk.ts';

/** What people sort into folders by themselves. */
const DEPTH = 1;

export const listLlamaCpp: ListStore = async (machine, signal) => {
  const walk = new Walk(signal);
  const found = await ggufModels(await walk.filesBelow(llamaCppFolder(machine), DEPTH, isModelFile), signal);
  const models = found.map(({ stem, folder: _folder, ...model }) => ({
    ...model,
    name: shortName(stem),
    store: 'llama.cpp' as const,
    format: 'gguf' as const,
  }));
  return { store: 'llama.cpp', models: [...models, ...unreadableFolders('llama.cpp', walk)], isCut: walk.isCut };
};

/** fs_get_cache_directory() of common/common.cpp. */
export function llamaCppFolder({ environment, platform, home }: Machine): string {
  const { LLAMA_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (LLAMA_CACHE && isAbsolute(LLAMA_CACHE)) return LLAMA_CACHE;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'llama.cpp');
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'llama.cpp');
  return join(XDG_CACHE_HOME || join(home, '.cache'), 'llama.cpp');
}

/** 'bartowski_Llama-3.2-1B-GGUF_Llama-3.2-1B-Q4_K_M' → 'Llama-3.2-1B-Q4_K_M' */
function shortName(stem: string): string {
  return /^[^_]+_.+?-GGUF_(.+)$/i.exec(stem)?.[1] ?? stem;
}
