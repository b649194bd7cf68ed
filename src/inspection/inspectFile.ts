// A model's file as its editor shows it: reads headers and small files beside it, no weights. What is wrong with a part of it, as
// an architecture that is not known, is said beside the rest.
import { basename, dirname } from 'node:path';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { type Failure, isFailure } from '../contract/failure.ts';
import type { FileTensor, ModelDrawing, ModelFacts, ModelFile, TypeShare } from '../contract/modelFile.ts';
import { architectureDrawing, type DrawnArchitecture } from './architectureDrawing.ts';
import { fileNames } from './fileNames.ts';
import { licenceInFolder, licenceInMetadata } from './licence.ts';
import { metadataPairs, modelWords, safetensorsPairs } from './metadataPairs.ts';
import { modelPath } from './modelPath.ts';
import { checkNoStandIn } from './standIn.ts';
import { fileParts, fileTensors, type StoredTensors, storedTensors } from './storedTensors.ts';
import { tensorGroups } from './tensorGroups.ts';
import { tokenizerPath } from './tokenizerPath.ts';

/** Fails with file-empty, lfs-pointer, and as the readers of the file's own format do. */
export async function inspectFile(path: string): Promise<ModelFile> {
  const isTokenizer = basename(path) === 'tokenizer.json';
  await checkNoStandIn(path);
  const stored = isTokenizer ? undefined : await storedTensors(path);
  const tensors = stored ? fileTensors(stored) : [];
  const model = await modelPath(path);
  const drawn = stored && model !== undefined ? await drawnModel(model, stored) : undefined;
  return {
    kind: isTokenizer ? 'tokenizer' : /\.gguf$/i.test(path) ? 'gguf' : 'safetensors',
    parts: await fileParts(stored ? stored.files : [path]),
    facts: await factsOf(path, { stored, tensors, drawn: drawn?.architecture }),
    tensors,
    drawing: stored && drawingOf(stored, drawn?.architecture),
    metadata: await metadataPairs(path, stored?.metadata),
    ownMetadata: await ownMetadata(stored),
    hasTokenizer: (await tokenizerPath(path)) !== undefined,
    model: drawn?.problem ? undefined : model,
    modelProblem: drawn?.problem,
  };
}

interface DrawnModel {
  readonly architecture: DrawnArchitecture | undefined;
  readonly problem: Failure | undefined;
}

async function drawnModel(model: string, { entries }: StoredTensors): Promise<DrawnModel> {
  try {
    return { architecture: architectureDrawing(await openCheckpoint(model), fileNames(entries)), problem: undefined };
  } catch (failure) {
    if (isFailure(failure)) return { architecture: undefined, problem: failure };
    throw failure;
  }
}

function drawingOf({ entries }: StoredTensors, drawn: DrawnArchitecture | undefined): ModelDrawing {
  if (!drawn) return { kind: 'groups', steps: tensorGroups(entries) };
  return { kind: 'architecture', stream: drawn.stream, steps: drawn.steps };
}

interface Known {
  readonly stored: StoredTensors | undefined;
  readonly tensors: readonly FileTensor[];
  readonly drawn: DrawnArchitecture | undefined;
}

async function factsOf(path: string, { stored, tensors, drawn }: Known): Promise<ModelFacts> {
  const metadata = stored?.metadata;
  const { name, architecture, context } = await modelWords(path, metadata);
  const all = tensors.reduce((sum, { weights }) => sum + weights, 0);
  return {
    name,
    architecture,
    licence: metadata ? licenceInMetadata(metadata) : await licenceInFolder(dirname(path)),
    context: drawn?.stream.context ?? context,
    parameters: stored ? (drawn?.parameters ?? all) : undefined,
    types: typeShares(tensors),
  };
}

/** Of the first of its files, which the others repeat. */
async function ownMetadata(stored: StoredTensors | undefined): Promise<ModelFile['ownMetadata']> {
  const [first] = stored?.files ?? [];
  return first === undefined || stored?.metadata ? [] : await safetensorsPairs(first);
}

export function typeShares(tensors: readonly FileTensor[]): readonly TypeShare[] {
  const byType = Map.groupBy(tensors, ({ type }) => type);
  const shares = [...byType].map(([type, of]) => ({
    type,
    tensors: of.length,
    weights: of.reduce((sum, { weights }) => sum + weights, 0),
    bytes: of.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  return shares.toSorted((a, b) => b.bytes - a.bytes);
}
