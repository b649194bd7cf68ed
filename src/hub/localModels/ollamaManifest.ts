// What an Ollama manifest says: the blob that holds the weights, or why none does. Every value in it is checked, since the
// folder may come from anybody. Knows no folder.
// https://github.com/ollama/ollama/blob/main/docs/import.md and manifest/manifest.go
import { isRecord } from '../../contract/isRecord.ts';

export type OllamaWeights =
  /** `blob` is the name of a file in blobs/, `config` of a small JSON file there. */
  | { readonly kind: 'gguf'; readonly blob: string; readonly bytes: number; readonly config: string | undefined }
  /** Tensors of Ollama's MLX engine, so many bytes of them. */
  | { readonly kind: 'tensors'; readonly bytes: number }
  /** No weights; the configuration says whether they are at a server. */
  | { readonly kind: 'none'; readonly config: string | undefined };

const MODEL = 'application/vnd.ollama.image.model';
/** Of the largest models, one layer a tensor. */
const MAX_LAYERS = 20_000;

/** The weights that a manifest names, or a text that says what is wrong with it. */
export function parseOllamaManifest(text: string): OllamaWeights | string {
  const manifest = parsed(text);
  if (!isRecord(manifest)) return 'it is no JSON object';
  const layers = manifest.layers ?? [];
  if (!Array.isArray(layers) || layers.length > MAX_LAYERS) return 'its layers are no list that could be a model’s';
  if (!layers.every(isRecord)) return 'one of its layers is no object';
  const config = isRecord(manifest.config) ? blobOf(manifest.config.digest) : undefined;
  const models = layers.filter(({ mediaType }) => mediaType === MODEL);
  if (models.length > 1) return `it names ${models.length} files of weights, where one is expected`;
  if (models.length === 0) return weightsElsewhere(layers, config);
  const [{ digest, size }] = models;
  const blob = blobOf(digest);
  if (blob === undefined) return `its digest is ${JSON.stringify(digest)?.slice(0, 100)}, not sha256: and 64 digits`;
  if (!isSize(size)) return 'the size of its weights is no number of bytes';
  return { kind: 'gguf', blob, bytes: size, config };
}

function weightsElsewhere(layers: readonly Record<string, unknown>[], config: string | undefined): OllamaWeights {
  const tensors = layers.filter(({ mediaType }) => /\.(?:tensor|safetensors)$/.test(String(mediaType)));
  if (tensors.length === 0) return { kind: 'none', config };
  return { kind: 'tensors', bytes: tensors.reduce((sum, { size }) => sum + (isSize(size) ? size : 0), 0) };
}

/** What the small file says that `config` names; nothing where it is none. */
export function parseOllamaConfig(text: string): { readonly quantisation?: string; readonly isRemote: boolean } {
  const config = parsed(text);
  if (!isRecord(config)) return { isRemote: false };
  const { file_type: type, remote_host: host, remote_model: model } = config;
  const isRemote = [host, model].some((value) => typeof value === 'string' && value !== '');
  return { isRemote, ...(typeof type === 'string' && /^[A-Z0-9_]{2,16}$/.test(type) && { quantisation: type }) };
}

/** 'sha256:01ab…' → 'sha256-01ab…', which leads nowhere else; undefined for anything else. */
function blobOf(digest: unknown): string | undefined {
  const hex = typeof digest === 'string' ? /^sha256[:-]([0-9a-f]{64})$/.exec(digest)?.[1] : undefined;
  return hex && `sha256-${hex}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
