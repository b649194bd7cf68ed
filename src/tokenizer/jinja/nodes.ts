// The syntax tree that the parser of @huggingface/jinja makes; the library does not export its types. Knows no values.

export interface Identifier {
  readonly type: 'Identifier';
  readonly value: string;
}

export interface CallExpression {
  readonly type: 'CallExpression';
  readonly callee: Node;
  readonly args: readonly Node[];
}

interface Block {
  readonly body: readonly Node[];
}

export interface For extends Block {
  readonly type: 'For';
  readonly loopvar: Node;
  readonly iterable: Node;
  readonly defaultBlock: readonly Node[];
}

export interface Macro extends Block {
  readonly type: 'Macro';
  readonly name: Identifier;
  readonly args: readonly Node[];
}

export interface CallStatement extends Block {
  readonly type: 'CallStatement';
  readonly call: CallExpression;
  readonly callerArgs: readonly Node[] | null;
}

export interface SetStatement extends Block {
  readonly type: 'Set';
  readonly assignee: Node;
  readonly value: Node | null;
}

export interface FilterStatement extends Block {
  readonly type: 'FilterStatement';
  readonly filter: Node;
}

export interface BinaryExpression {
  readonly type: 'BinaryExpression';
  readonly operator: { readonly value: string };
  readonly left: Node;
  readonly right: Node;
}

export interface MemberExpression {
  readonly type: 'MemberExpression';
  readonly object: Node;
  readonly property: Node;
  readonly computed: boolean;
}

export type Statement =
  | For
  | Macro
  | CallStatement
  | SetStatement
  | FilterStatement
  | (Block & { readonly type: 'If'; readonly test: Node; readonly alternate: readonly Node[] })
  | { readonly type: 'Break' | 'Continue' };

export type Expression =
  | Identifier
  | CallExpression
  | BinaryExpression
  | MemberExpression
  | { readonly type: 'IntegerLiteral' | 'FloatLiteral'; readonly value: number }
  | { readonly type: 'StringLiteral'; readonly value: string }
  | { readonly type: 'ArrayLiteral' | 'TupleLiteral'; readonly value: readonly Node[] }
  | { readonly type: 'ObjectLiteral'; readonly value: ReadonlyMap<Node, Node> }
  | { readonly type: 'UnaryExpression'; readonly operator: { readonly value: string }; readonly argument: Node }
  | { readonly type: 'FilterExpression'; readonly operand: Node; readonly filter: Node }
  | { readonly type: 'SelectExpression'; readonly lhs: Node; readonly test: Node }
  | { readonly type: 'Ternary'; readonly condition: Node; readonly trueExpr: Node; readonly falseExpr: Node }
  | { readonly type: 'KeywordArgumentExpression'; readonly key: Identifier; readonly value: Node }
  | { readonly type: 'SpreadExpression' | 'KeywordSpreadExpression'; readonly argument: Node }
  | { readonly type: 'SliceExpression'; readonly start?: Node; readonly stop?: Node; readonly step?: Node };

export type Node = Statement | Expression;
