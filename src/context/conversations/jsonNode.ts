// JSON whose values know their places, read as a conversation is: what is wrong is said with its path. Knows no form.
import { getNodePath, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** What is wrong, and where, as in `$.messages[3].role`. */
export class FormProblem extends Error {
  readonly path: string;
  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
  }
}

/** A value, with the place where it stands. */
export class JsonNode {
  readonly #node: Node;
  /** Where the parsed text begins in the file: a line of JSONL. */
  readonly #from: number;

  constructor(node: Node, from = 0) {
    this.#node = node;
    this.#from = from;
  }

  get start(): number {
    return this.#from + this.#node.offset;
  }

  get end(): number {
    return this.start + this.#node.length;
  }

  get type(): Node['type'] {
    return this.#node.type;
  }

  get value(): unknown {
    return getNodeValue(this.#node);
  }

  /** The field of an object; of two with the same name the last, as in every JSON parser. null is none. */
  field(...names: readonly string[]): JsonNode | undefined {
    if (this.type !== 'object') return undefined;
    const found = this.#node.children?.findLast(({ children }) => names.includes(children?.[0].value))?.children?.[1];
    return found && found.type !== 'null' ? new JsonNode(found, this.#from) : undefined;
  }

  /** The text of a field; undefined where it is none. */
  textField(...names: readonly string[]): string | undefined {
    return this.field(...names)?.text;
  }

  get text(): string | undefined {
    return this.type === 'string' ? (this.#node.value as string) : undefined;
  }

  /** What is in a list; undefined where it is none. */
  get list(): readonly JsonNode[] | undefined {
    return this.type === 'array' ? this.#node.children?.map((child) => new JsonNode(child, this.#from)) : undefined;
  }

  problem(problem: string): FormProblem {
    const names = getNodePath(this.#node).map((name) =>
      typeof name === 'number' ? `[${name}]` : /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`,
    );
    return new FormProblem(`$${names.join('')}`, problem);
  }
}

/** Throws FormProblem where it is no JSON. */
export function parsedJson(text: string, from = 0): JsonNode {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) throw new FormProblem('$', 'it is nested too deeply');
    throw error;
  }
  if (root && errors.length === 0) return new JsonNode(root, from);
  const [first] = errors;
  const line = text.slice(0, first?.offset ?? 0).split('\n').length;
  const isEmpty = !first || text.trim() === '';
  throw new FormProblem('$', isEmpty ? 'it is empty' : `line ${line}: ${printParseErrorCode(first.error)}`);
}
