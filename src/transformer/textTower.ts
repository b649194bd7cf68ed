// The text tower of a checkpoint that also reads images: a model of its own, of an architecture that is there, with its
// configuration in a section of config.json and its tensors under a prefix. It is handed on as a checkpoint that has nothing
// else. Images are not read: the encoder that would make vectors of them, and the map that brings these into the stream,
// stay in the file. The file knows where towers are, no architecture.

import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { Config } from '../checkpoint/config.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';

/** How a model with a tower writes its text_config. */
export interface TowerLayout {
  /** Its architecture where the section does not name one. */
  readonly modelType: string;
  /** Where neither config.json nor its section has tie_word_embeddings; as the architecture has it where it is not said. */
  readonly tied?: boolean;
  /** Files of the hub have the section's keys beside all others, without a section. */
  readonly flat?: boolean;
  /** The whole model caps its logits as the text model does. */
  readonly capped?: boolean;
}

/** Each [name in the file, name of the architecture's own]; the first that is in a name counts. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^(?:.*\.)?(?:language_model|text_model)\.(?:model\.)?lm_head\./, 'lm_head.'],
  [/^(?:.*\.)?(?:language_model|text_model)\.(?:model\.)?/, 'model.'],
];
/** What reads images and sounds, and what hands them on. */
const NOT_TEXT =
  /(?:^|\.)(?:visual|vision_tower|vision_model|audio_tower|embed_vision|embed_audio|multi_modal_projector|connector)\./;

export function textTower(checkpoint: Checkpoint, layout: TowerLayout): Checkpoint {
  const tensors = new Map(
    [...checkpoint.tensors]
      .filter(([name]) => !NOT_TEXT.test(name))
      .map(([name, tensor]) => [ownName(name), tensor] as const),
  );
  return { ...checkpoint, config: ownConfig(checkpoint.config, layout), tensors, weightBytes: bytesOf(tensors) };
}

/**
 * 'language_model.model.layers.0.…' as transformers 4 writes it, 'model.language_model.layers.0.…' as 5 does, and
 * 'model.text_model.layers.0.…' → 'model.layers.0.…'
 */
function ownName(name: string): string {
  const [prefix, own] = PREFIXES.find(([prefix]) => prefix.test(name)) ?? [];
  return prefix ? name.replace(prefix, String(own)) : name;
}

/** What the text model alone would do to its logits; the head of the whole model is a table and nothing else. */
const BARE_HEAD = { final_logit_softcapping: null, logits_scaling: 1 };

/** tie_word_embeddings stands in the section or outside of it, by version. */
function ownConfig(config: Config, { modelType, tied, flat, capped }: TowerLayout): Config {
  const section = config.section('text_config') ?? (flat ? config : new Config(config.file, {}, 'text_config.'));
  // Of a whole Gemma 3 it means something else: which tokens of pictures see one another.
  if (modelType === 'gemma3_text') section.mustBe('use_bidirectional_attention', false);
  const named = [config, section].filter((one) => one.has('tie_word_embeddings'));
  const isTied = named.length ? named.some((one) => one.flag('tie_word_embeddings', false)) : tied;
  return section.with({
    ...(capped ? {} : BARE_HEAD),
    ...(isTied === undefined ? {} : { tie_word_embeddings: isTied }),
    ...(section.has('model_type') && section !== config ? {} : { model_type: modelType }),
  });
}

function bytesOf(tensors: ReadonlyMap<string, TensorEntry>): number {
  return [...tensors.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}
