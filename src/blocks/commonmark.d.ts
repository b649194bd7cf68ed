// The part of commonmark.js that is used here. The package has no types; incorporateLine() and tip are not in its
// documentation, but its own parse() is made of them, and the tests hold them to the specification.
declare module 'commonmark' {
  export interface Node {
    readonly type: string;
    readonly level: number;
    /** Lines and columns of beginning and end, counted from 1. */
    readonly sourcepos: readonly [readonly [line: number, column: number], readonly [line: number, column: number]];
    readonly firstChild: Node | null;
    readonly lastChild: Node | null;
    readonly _isFenced?: boolean;
    /** Of a paragraph or heading: its text, each line of a paragraph with a line break behind it. */
    readonly _string_content: string;
    unlink(): void;
  }

  export class Parser {
    readonly doc: Node;
    /** The innermost block that the next line may continue. parse() begins by setting it to the document. */
    tip: Node;
    readonly lineNumber: number;
    incorporateLine(line: string): void;
  }
}
