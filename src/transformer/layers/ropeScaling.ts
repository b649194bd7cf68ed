// How fast each pair of components turns, and what config.json may ask for so that a model reads longer texts than it
// was trained on: `rope_scaling`, or `rope_parameters` as newer files say. A pair that has made whole turns within the
// training context has seen every angle and may go on as it is; a slow pair would come to angles that it never saw. So
// all methods slow the slow pairs down, and differ in which ones and by how much. The file knows no graph.
import type { Config } from '../../checkpoint/config.ts';
import type { Rotary } from './rotary.ts';

/** Sixteen times the widest published; tables are made of half as many. */
export const MAX_HEAD = 8192;
const TYPES = ['default', 'linear', 'dynamic', 'llama3', 'yarn', 'longrope', 'su', 'proportional'] as const;
/** Of three axes: mrope_section says which pairs turn by which axis, and in a text that makes no difference. */
const TYPES_OF_AXES = [...TYPES, 'mrope'] as const;

export interface RotarySizes {
  readonly dHead: number;
  /** Longest text in tokens. */
  readonly context: number;
}

/** What holds where the section of config.json says nothing. */
export interface RotaryDefaults {
  readonly theta: number;
  /** Share of each head that is turned. Without it all of it is, and a config.json that asks for a part is refused. */
  readonly share?: number;
  /** Longest text in training; the context where it is not said. */
  readonly trainedContext?: number;
  /** Positions are of time, height and width; all three are the same in a text, and the rotation is the usual one. */
  readonly axes?: 3;
}

/** What plain rotary positions would be, before they are scaled. */
interface Plain {
  readonly theta: number;
  readonly width: number;
  readonly context: number;
  readonly trainedContext: number;
}

type Scaled = Pick<Rotary, 'frequencies' | 'scale'>;

/** `defaults` are those of the model's configuration class. Fails with config-unsupported for a type that is not there. */
export function rotaryOf(config: Config, sizes: RotarySizes, defaults: RotaryDefaults): Rotary {
  return rotaryFrom(ropeParameters(config), config, sizes, {
    ...defaults,
    theta: config.positive('rope_theta', defaults.theta),
    share: shareOf(config, defaults.share),
    trainedContext: config.sizeOrNone('original_max_position_embeddings', defaults.trainedContext),
  });
}

/** An empty rope_scaling says nothing. */
export function ropeParameters(config: Config): Config | undefined {
  const scaling = config.section('rope_scaling');
  return scaling?.isEmpty === false ? scaling : (config.section('rope_parameters') ?? scaling);
}

/** From one section of config.json, where layers have sections of their own. */
export function rotaryFrom(
  parameters: Config | undefined,
  config: Config,
  { dHead, context }: RotarySizes,
  defaults: RotaryDefaults,
): Rotary {
  const theta = parameters?.positiveOrNone('rope_theta') ?? defaults.theta;
  config.atMost('head_dim', dHead, 'the widest head expected', MAX_HEAD);
  const isWhole = defaults.share === undefined;
  if (isWhole && parameters && typeOf(parameters, defaults) === 'proportional')
    return proportional(theta, dHead, parameters);
  const share = (parameters ? shareOf(parameters, defaults.share) : defaults.share) ?? 1;
  const width = config.atMost('partial_rotary_factor', Math.trunc(dHead * share), 'the width of a head', dHead);
  config.multiple('head_dim', width, 'pairs of rotary components', 2);
  if (width === 0) throw config.invalid('partial_rotary_factor', `nothing is left of heads of ${dHead}`);
  const trainedContext =
    defaults.trainedContext ?? parameters?.sizeOrNone('original_max_position_embeddings') ?? context;
  const plain = { theta, width, context, trainedContext };
  return { width, pairs: 'halves', ...(parameters ? scaled(plain, parameters, defaults) : unscaled(plain)) };
}

function shareOf(config: Config, otherwise: number | undefined): number | undefined {
  const share = config.positiveOrNone('partial_rotary_factor', otherwise) ?? otherwise;
  if (otherwise !== undefined || share === undefined || share === 1) return share;
  throw config.unsupported('partial_rotary_factor', ['1']);
}

function typeOf(parameters: Config, { axes }: Pick<RotaryDefaults, 'axes'>) {
  const types: readonly (typeof TYPES_OF_AXES)[number][] = axes ? TYPES_OF_AXES : TYPES;
  return parameters.choice(parameters.has('rope_type') ? 'rope_type' : 'type', types, 'default');
}

function scaled(plain: Plain, parameters: Config, defaults: RotaryDefaults): Scaled {
  const type = typeOf(parameters, defaults);
  if (type === 'proportional') throw parameters.unsupported('rope_type', TYPES.slice(0, -1)); // of a part of each head
  if (parameters.has('long_factor')) return longrope(plain, parameters); // Phi-3's first files call it su or yarn
  if (type === 'linear') return linear(plain, parameters);
  if (type === 'dynamic') return dynamic(plain, parameters);
  if (type === 'llama3') return llama3(plain, parameters);
  if (type === 'yarn') return yarn(plain, parameters);
  return type === 'default' || type === 'mrope' ? unscaled(plain) : longrope(plain, parameters);
}

/**
 * θ_i = θ^(-2i / width) for pair i: a geometric row from 1 down to about 1 / θ radians a token. With θ = 10,000 and a
 * width of 4: [1, 0.01], so that pair 0 makes a turn in 2π ≈ 6.3 tokens and pair 1 one in 628. Fast pairs tell neighbours
 * apart, slow ones paragraphs. Su et al. 2021, §3.2.2, https://arxiv.org/abs/2104.09864. Rounded to float32 step by step, as
 * PyTorch does it: where a token is the 2,000th, the last digit of a fast pair turns it by 1e-3. [width / 2]
 */
function plainFrequencies(theta: number, width: number): Float32Array {
  return Float32Array.from(
    { length: width / 2 },
    (_, pair) => 1 / Math.fround(theta ** Math.fround((2 * pair) / width)),
  );
}

/**
 * The fast pairs only, at the angles that they have where all of the head turns; the slow ones stand still, and what is in
 * them is compared wherever its tokens are. With θ = 10,000, a head of 8 and a share of a half: [1, 0.1, 0, 0].
 */
function proportional(theta: number, dHead: number, parameters: Config): Rotary {
  parameters.multiple('head_dim', dHead, 'pairs of rotary components', 2);
  const share = parameters.positiveOrNone('partial_rotary_factor', 1) ?? 1;
  const turning = Math.trunc(parameters.atMost('partial_rotary_factor', share, 'all of a head', 1) * dHead) >> 1;
  const factor = parameters.positive('factor', 1);
  const frequencies = plainFrequencies(theta, dHead).map((frequency, pair) =>
    pair < turning ? frequency / factor : 0,
  );
  return { width: dHead, pairs: 'halves', ...constant(frequencies) };
}

/** Frequencies that are the same for texts of every length. */
function constant(frequencies: Float32Array, scale = 1): Scaled {
  return { frequencies: () => frequencies, scale };
}

/** Plain rotary positions. GPT-J, whose config.json says rotary_dim and nothing else, asks for them directly. */
export function unscaled({ theta, width }: Pick<Plain, 'theta' | 'width'>): Scaled {
  return constant(plainFrequencies(theta, width));
}

/**
 * Position interpolation: all positions stand closer together, as if position m were m / factor. Fast pairs suffer, since
 * neighbours become hard to tell apart. Chen et al. 2023, https://arxiv.org/abs/2306.15595
 */
function linear({ theta, width }: Plain, parameters: Config): Scaled {
  const factor = parameters.positive('factor');
  return constant(plainFrequencies(theta, width).map((frequency) => frequency / factor));
}

/**
 * "Dynamic NTK": θ grows with the text once it is longer than the context, so that the slowest pair is interpolated by
 * the whole factor and the fastest one hardly at all. Peng et al. 2023, §B.1, https://arxiv.org/abs/2309.00071
 */
function dynamic({ theta, width, context }: Plain, parameters: Config): Scaled {
  const factor = parameters.positive('factor');
  const frequencies = (textLength: number) => {
    const stretch = (factor * Math.max(textLength, context)) / context - (factor - 1);
    return plainFrequencies(theta * stretch ** (width / (width - 2)), width);
  };
  return { frequencies, scale: 1 };
}

/**
 * Pairs that turn less than `slow` times within the training context are slowed down by the factor, those that turn more
 * than `fast` times stay, and those between get a bit of both. In Llama 3.1 (factor 8, slow 1, fast 4, 8,192 tokens) a pair
 * that turns 2.5 times lies half way and gets 0.5 + 0.5 / 8 = 0.56 of its frequency. No paper gives the formula; it is
 * that of Meta's code. Grattafiori et al. 2024, https://arxiv.org/abs/2407.21783
 */
function llama3({ theta, width, trainedContext }: Plain, parameters: Config): Scaled {
  const factor = parameters.positive('factor');
  const slow = parameters.positive('low_freq_factor'); // turns within the training context
  const fast = parameters.positive('high_freq_factor');
  const slowed = (frequency: number) => {
    const turns = (trainedContext * frequency) / (2 * Math.PI);
    const kept = Math.min(1, Math.max(0, (turns - slow) / (fast - slow)));
    return kept * frequency + ((1 - kept) * frequency) / factor;
  };
  return constant(plainFrequencies(theta, width).map(slowed));
}

/**
 * YaRN: the same idea with a ramp over the numbers of the pairs; cosines and sines are scaled besides, which sharpens the
 * softmax that gets flatter as there are more keys. Peng et al. 2023, §3.2 to 3.4, https://arxiv.org/abs/2309.00071
 */
function yarn({ theta, width, context, trainedContext }: Plain, parameters: Config): Scaled {
  const factor = parameters.positiveOrNone('factor') ?? context / trainedContext;
  // The pair that turns so often within the training context: θ_i · tokens = turns · 2π, solved for i.
  const pairOf = (turns: number) => (width * Math.log(trainedContext / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const whole = parameters.flag('truncate', true);
  const first = pairOf(parameters.positive('beta_fast', 32));
  const last = pairOf(parameters.positive('beta_slow', 1));
  const from = Math.max(whole ? Math.floor(first) : first, 0);
  const to = Math.min(whole ? Math.ceil(last) : last, width - 1);
  const frequencies = plainFrequencies(theta, width).map((frequency, pair) => {
    const slowed = Math.min(1, Math.max(0, (pair - from) / (to === from ? 0.001 : to - from)));
    return (1 - slowed) * frequency + (slowed * frequency) / factor;
  });
  return constant(frequencies, parameters.positiveOrNone('attention_factor') ?? yarnScale(factor, parameters));
}

/** 0.1 ln(factor) + 1 (Peng et al. 2023, §3.4), or the quotient of two of them as DeepSeek's files ask for. */
function yarnScale(factor: number, parameters: Config): number {
  const temperature = (weight: number) => (factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1);
  const above = parameters.positiveOrNone('mscale');
  const below = parameters.positiveOrNone('mscale_all_dim');
  return above && below ? temperature(above) / temperature(below) : temperature(1);
}

/**
 * LongRoPE: a factor for every pair, found by an evolutionary search and written into config.json; other ones hold for
 * texts longer than in training. Ding et al. 2024, https://arxiv.org/abs/2402.13753
 */
function longrope({ theta, width, context, trainedContext }: Plain, parameters: Config): Scaled {
  const divided = (key: string) => {
    const factors = parameters.positives(key, width / 2);
    return plainFrequencies(theta, width).map((frequency, pair) => frequency / factors[pair]);
  };
  const short = divided('short_factor');
  const long = divided('long_factor');
  const factor = parameters.positiveOrNone('factor') ?? context / trainedContext;
  // More keys make a flatter softmax; larger queries and keys sharpen it again (§3.2, "attention scaling").
  const sharper = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trainedContext));
  const frequencies = (textLength: number) => (textLength > trainedContext ? long : short);
  return { frequencies, scale: parameters.positiveOrNone('attention_factor') ?? sharper };
}
