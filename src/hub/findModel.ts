// What a repository of the hub offers to run: a model in safetensors, or GGUF files of which one is to be chosen. Knows no disk.
import { type HubFailure, isFailure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { RUNNABLE_GGUF_ARCHITECTURES } from './catalogue.ts';
import { type GgufVariant, ggufVariants, readableVariants } from './ggufListing.ts';
import { askAbout, type HubRepo, type ModelListing } from './hubRepo.ts';
import type { Hub } from './hubRequest.ts';
import { checkModel, listIn } from './modelListing.ts';
import type { RepoId } from './repoId.ts';

export type FoundModel =
  | { readonly kind: 'safetensors'; readonly listing: ModelListing }
  /** `variants` are those that can be opened, `unread` the names of the others. */
  | {
      readonly kind: 'gguf';
      readonly repo: string;
      readonly variants: readonly GgufVariant[];
      readonly unread: readonly string[];
    };

/**
 * Asks the hub. Of a repository that has both, it is the safetensors, unless GGUF is `wanted` or they cannot be run. Fails
 * like listModel.
 */
export async function findModel(
  hub: Hub,
  id: RepoId,
  signal: AbortSignal,
  wanted: 'safetensors' | 'gguf' = 'safetensors',
): Promise<FoundModel> {
  const repo = await askAbout(hub, id, signal);
  const all = ggufVariants(repo, id);
  if (all.length === 0 || (wanted === 'safetensors' && canRun(repo, id.repo)))
    return { kind: 'safetensors', listing: await listIn(hub, repo, id, signal) };
  checkArchitecture(repo.answer, id.repo);
  const variants = readableVariants(all, id.repo);
  const unread = all.filter((variant) => !variants.includes(variant)).map(({ name }) => name);
  return { kind: 'gguf', repo: id.repo, variants, unread };
}

/** Refuses a model that cannot run before it is downloaded, if the hub has read its files. */
function checkArchitecture({ gguf }: HubRepo['answer'], repo: string): void {
  const architecture = isRecord(gguf) ? gguf.architecture : undefined;
  if (typeof architecture !== 'string' || RUNNABLE_GGUF_ARCHITECTURES.includes(architecture)) return;
  const supported = RUNNABLE_GGUF_ARCHITECTURES;
  throw { code: 'model-type-unsupported', repo, modelType: architecture, supported } satisfies HubFailure;
}

function canRun(repo: HubRepo, name: string): boolean {
  try {
    checkModel(repo, name);
    return true;
  } catch (thrown) {
    if (isFailure(thrown)) return false;
    throw thrown;
  }
}
