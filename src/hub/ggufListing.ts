// The GGUF models of a repository on a hub: usually one model in several quantisations, each a file or a split one. What one
// of them needs becomes a listing, which is downloaded like any other. Knows no disk.
import type { HubFailure } from '../contract/failure.ts';
import { parseGgufName } from './ggufName.ts';
import { type HubRepo, type ModelListing, readListing } from './hubRepo.ts';
import { isReadable } from './quantisation.ts';
import type { RepoId } from './repoId.ts';

export interface GgufVariant {
  /** The quantisation, or the file's name where that does not tell the variants apart. */
  readonly name: string;
  readonly quantisation: string | undefined;
  readonly bytes: number;
  /** What is downloaded for it. */
  readonly listing: ModelListing;
}

/** Which variant is asked for: the path of a file in the repository, or its quantisation. */
export type GgufWish =
  | { readonly kind: 'any' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'quantisation'; readonly quantisation: string };

const LICENCES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'];

/** Those that are there with all of their parts, by name. Fails with hub-answer-invalid. */
export function ggufVariants(repo: HubRepo, id: RepoId): readonly GgufVariant[] {
  const models = splitModels(repo.names);
  const names = variantNames(models);
  return models
    .map(({ quantisation, paths }, index) => {
      const name = names[index];
      const listing = { ...readListing(repo, id, [...LICENCES, ...paths]), variant: name };
      return { name, quantisation, bytes: listing.totalBytes, listing };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Quantisations where these differ, or else the names of files; each once, since they name folders. */
function variantNames(models: readonly SplitModel[]): readonly string[] {
  const same = Map.groupBy(models, ({ quantisation }) => quantisation);
  const taken = new Set<string>();
  return models.map(({ stem, quantisation }) => {
    const wanted = folderSafe(quantisation !== undefined && same.get(quantisation)?.length === 1 ? quantisation : stem);
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
    taken.add(name);
    return name;
  });
}

/** Those that can be opened, as far as their names say. Fails with model-unusable where there is none. */
export function readableVariants(variants: readonly GgufVariant[], repo: string): readonly GgufVariant[] {
  const readable = variants.filter(({ quantisation }) => isReadable(quantisation));
  if (readable.length === 0) throw { code: 'model-unusable', repo, problem: 'gguf-types' } satisfies HubFailure;
  return readable;
}

/** The variant that is meant; undefined where the repository has none such. */
export function wishedVariant(variants: readonly GgufVariant[], wish: GgufWish): GgufVariant | undefined {
  if (wish.kind === 'file')
    return variants.find(({ listing }) => listing.files.some(({ name, pathAtHub = name }) => pathAtHub === wish.path));
  if (wish.kind === 'any') return undefined;
  const wanted = wish.quantisation.toUpperCase();
  const named = (text: string | undefined) => text?.toUpperCase() === wanted;
  return variants.find(({ name }) => named(name)) ?? variants.find(({ quantisation }) => named(quantisation));
}

interface SplitModel {
  readonly stem: string;
  readonly quantisation: string | undefined;
  /** In the order of the parts. */
  readonly paths: readonly string[];
}

function splitModels(names: readonly string[]): readonly SplitModel[] {
  const parts = names.flatMap((path) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const name = isPath(folder) ? parseGgufName(path.slice(folder.length)) : undefined;
    return name ? [{ ...name, folder, path }] : [];
  });
  const groups = Map.groupBy(parts, ({ folder, stem, parts: all }) => [folder, stem, all].join('\0'));
  return [...groups.values()].flatMap((group) => {
    const inOrder = group.toSorted((a, b) => a.part - b.part);
    const [{ stem, quantisation, parts: all }] = inOrder;
    return inOrder.length === all ? [{ stem, quantisation, paths: inOrder.map(({ path }) => path) }] : [];
  });
}

/** Whether it names a folder of the repository, '' or 'BF16/'. */
function isPath(folder: string): boolean {
  return (
    folder.length < 200 &&
    folder
      .split('/')
      .every((part, index, all) => (part === '' ? index === all.length - 1 : /^[\w-][\w .+-]*$/.test(part)))
  );
}

/** What may stand behind the last -- of a model's folder. */
function folderSafe(name: string): string {
  return name
    .replace(/[^\w.-]+/g, '_')
    .replace(/([-.])\1+/g, '$1')
    .slice(0, 80)
    .replace(/^[-.]+|[-.]+$/g, '');
}
