// Reads config.pbtxt strictly: protobuf's text format, and of the message ModelConfig only the fields listed here, with
// the types and repetitions that model_config.proto gives them. Anything else is an error, as it is for Triton.
// https://protobuf.dev/reference/protobuf/textformat-spec
// https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto

export interface ConfigTensor {
  readonly name: string;
  readonly data_type: string;
  readonly dims: readonly number[];
}

export interface ModelConfigText {
  readonly name: string;
  readonly backend: string;
  readonly default_model_filename: string;
  readonly max_batch_size: number;
  readonly input: readonly ConfigTensor[];
  readonly output: readonly ConfigTensor[];
}

type Kind = 'string' | 'int' | 'DataType' | { readonly message: Fields };
interface Field {
  readonly kind: Kind;
  readonly repeated?: true;
}
type Fields = Readonly<Record<string, Field>>;

/** Fields 1, 2 and 4 of ModelInput; 1, 2 and 3 of ModelOutput. */
const TENSOR: Fields = {
  name: { kind: 'string' },
  data_type: { kind: 'DataType' },
  dims: { kind: 'int', repeated: true },
};
/** Fields 1, 17, 8, 4, 5 and 6 of ModelConfig. */
const MODEL_CONFIG: Fields = {
  name: { kind: 'string' },
  backend: { kind: 'string' },
  default_model_filename: { kind: 'string' },
  max_batch_size: { kind: 'int' },
  input: { kind: { message: TENSOR }, repeated: true },
  output: { kind: { message: TENSOR }, repeated: true },
};
const DATA_TYPES = 'INVALID BOOL UINT8 UINT16 UINT32 UINT64 INT8 INT16 INT32 INT64 FP16 FP32 FP64 STRING BF16'
  .split(' ')
  .map((name) => `TYPE_${name}`);

export function parseModelConfig(text: string): ModelConfigText {
  const tokens = [...text.matchAll(/\s+|#.*|"(?:[^"\\\n]|\\.)*"|-?\d+|[A-Za-z_]\w*|[{}[\],:]|./g)]
    .map(([token]) => token)
    .filter((token) => !/^\s|^#/.test(token));
  const reader = new Reader(tokens);
  const config = reader.message(MODEL_CONFIG, undefined);
  for (const name of Object.keys(MODEL_CONFIG)) if (!(name in config)) throw new Error(`no field ${name}`);
  return config as unknown as ModelConfigText;
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  /** Fields up to the closing brace, or to the end of the text. */
  message(fields: Fields, end: '}' | undefined): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    while (this.#tokens[this.#at] !== end) {
      const name = this.#next();
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!field) throw new Error(`no field ${name}`);
      if (name in found && !field.repeated) throw new Error(`${name} twice`);
      const isMessage = typeof field.kind === 'object';
      if (this.#tokens[this.#at] === ':') this.#at++;
      else if (!isMessage) throw new Error(`${name} without a colon`);
      const values = this.#values(field);
      found[name] = field.repeated ? [...((found[name] as unknown[]) ?? []), ...values] : values[0];
    }
    this.#at++;
    return found;
  }

  /** One, or a list of them. */
  #values({ kind, repeated }: Field): unknown[] {
    if (this.#tokens[this.#at] !== '[') return [this.#value(kind)];
    if (!repeated) throw new Error('a list for what there is once');
    this.#at++;
    const values: unknown[] = [];
    do values.push(this.#value(kind));
    while (this.#separator() === ',');
    return values;
  }

  #separator(): ',' | ']' {
    const token = this.#next();
    if (token !== ',' && token !== ']') throw new Error(`${token} in a list`);
    return token;
  }

  #value(kind: Kind): unknown {
    const token = this.#next();
    if (typeof kind === 'object') {
      if (token !== '{') throw new Error(`${token} where a message begins`);
      return this.message(kind.message, '}');
    }
    if (kind === 'string' && /^"/.test(token)) return JSON.parse(token);
    if (kind === 'int' && /^-?\d+$/.test(token)) return Number(token);
    if (kind === 'DataType' && DATA_TYPES.includes(token)) return token;
    throw new Error(`${token} is no ${kind}`);
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('the text ends too early');
    return token;
  }
}
