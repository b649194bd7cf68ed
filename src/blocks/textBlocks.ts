// Finds the paragraphs and heading sections of a Markdown or plain text, line by line, so that whoever has a long text can
// rest in between. Takes time in proportion to the text. Pure; knows no editor and no tokens.

/** The lines from `first` to `last`, both included, 0-based. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

export interface TextBlocks {
  /**
   * Runs of lines that are neither empty nor headings nor rules. A fenced code block, a block of HTML and the front matter
   * are in one of them with their empty lines.
   */
  readonly paragraphs: readonly LineSpan[];
  /** Each heading with all lines up to the next heading of its level or a higher one. */
  readonly sections: readonly LineSpan[];
}

// The patterns of CommonMark 0.31, https://spec.commonmark.org/0.31.2. Marks stand behind up to 3 spaces.
/** §4.2, ATX headings: # to ###### */
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
/** §4.3, setext headings: a paragraph that is underlined with = or -. */
const UNDERLINE = /^ {0,3}(?:(=+)|-+)[ \t]*$/;
/** §4.5 */
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const FENCE_END = /^\s*([`~])\1*\s*$/;
/** §5: what begins a block quote or a list item. A line below that is underlined belongs to it, and is no heading. */
const CONTAINER = /^ {0,3}(?:>|(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$))/;
const EMPTY = /^\s*$/;
/** §4.6, HTML blocks of kind 1 to 6, and the line that ends each. In them # is no heading. */
const HTML: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^ {0,3}<(?:pre|script|style|textarea)(?:[ \t>]|$)/i, /<\/(?:pre|script|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<![A-Za-z]/, />/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
  [
    /^ {0,3}<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[ \t]|\/?>|$)/i,
    EMPTY,
  ],
];
/** §4.6, kind 7: any other tag alone on its line, which ends at an empty line and does not interrupt a paragraph. */
const TAG_ALONE =
  /^ {0,3}<(?:(?!(?:pre|script|style|textarea)[ \t/>])[a-z][a-z\d-]*(?:[ \t]+[a-z_:][\w.:-]*(?:[ \t]*=[ \t]*(?:[^ \t"'=<>`]+|'[^']*'|"[^"]*"))?)*[ \t]*\/?|\/[a-z][a-z\d-]*[ \t]*)>[ \t]*$/i;
/** §4.1, a rule across the page. */
const RULE = /^ {0,3}([-_*])(?:[ \t]*\1){2,}[ \t]*$/;
/** §4.4: so far to the right a line is code, unless it continues a paragraph. */
const CODE = /^(?: {4}| {0,3}\t)/;

/** YAML in front of a Markdown text, as Jekyll, Hugo, Pandoc and VS Code's prompt files have it. */
const FRONT_MATTER = /^---[ \t]*$/;
const FRONT_MATTER_END = /^(?:---|\.\.\.)[ \t]*$/;
/**
 * What a longer line is shows at its beginning: nobody underlines a heading with more marks, and one of 10 MB is not read
 * a dozen times.
 */
const LONGEST = 10_000;

/** Longer ones are not looked for, so that a text that begins with a rule is not searched to its end. */
const MAX_FRONT_MATTER = 1000;

/** How many lines of a Markdown text are its front matter. */
export function frontMatterLines(lineCount: number, lineAt: (line: number) => string): number {
  if (lineCount === 0 || !FRONT_MATTER.test(lineAt(0))) return 0;
  for (let line = 1; line < Math.min(lineCount, MAX_FRONT_MATTER); line++)
    if (FRONT_MATTER_END.test(lineAt(line))) return line + 1;
  return 0;
}

/** Takes the lines of a text one after the other. */
export class TextBlockFinder {
  readonly #markdown: boolean;
  readonly #frontMatter: number;
  readonly #paragraphs: LineSpan[] = [];
  readonly #sections: LineSpan[] = [];
  /** The headings whose sections have not ended, each of a deeper level than the one before. */
  readonly #open: { readonly section: { last: number }; readonly level: number }[] = [];
  #line = 0;
  /** Where the run of lines began that the next line may continue. */
  #first: number | undefined;
  /** Where the paragraph began that becomes a heading if the next line underlines it. */
  #heading: number | undefined;
  /** A quote or a list item goes on: it takes in plain lines up to the next empty one (§5.1, laziness). */
  #container = false;
  /** What ends the block in which no line means anything: a code fence, or HTML. */
  #ends: ((text: string) => boolean) | undefined;

  /** Plain text has paragraphs only; `frontMatter`: see frontMatterLines(). */
  constructor(options: { readonly markdown: boolean; readonly frontMatter: number }) {
    this.#markdown = options.markdown;
    this.#frontMatter = options.frontMatter;
  }

  /** Takes the next line, without its line break. */
  add(line: string): void {
    const text = beginning(line);
    if (this.#line < this.#frontMatter) this.#addFrontMatter();
    else if (this.#ends) this.#addOpaque(line, this.#ends);
    else if (text.trim() === '') this.#endRun();
    else if (!this.#markdown) this.#first ??= this.#line;
    else if (!this.#addHeading(text) && !this.#addRule(text)) this.#addText(text, line);
    this.#line++;
  }

  /** The blocks of all lines, in the order of their first lines. */
  finish(): TextBlocks {
    this.#endRun();
    this.#endSections(1, this.#line);
    return { paragraphs: this.#paragraphs, sections: this.#sections };
  }

  #addFrontMatter(): void {
    this.#first ??= this.#line;
    if (this.#line === this.#frontMatter - 1) this.#endRun(this.#line);
  }

  #addOpaque(text: string, ends: (text: string) => boolean): void {
    if (!ends(text)) return;
    this.#ends = undefined;
    if (text.trim() === '') this.#endRun();
  }

  #addHeading(text: string): boolean {
    const level = HEADING.exec(text)?.[1].length;
    if (level !== undefined) {
      this.#endRun();
      this.#beginSection(this.#line, level);
      return true;
    }
    const underline = this.#heading === undefined ? null : UNDERLINE.exec(text);
    if (!underline || this.#heading === undefined) return false;
    const first = this.#heading;
    if (this.#first === first) this.#first = undefined;
    this.#endRun(first - 1);
    this.#beginSection(first, underline[1] ? 1 : 2);
    return true;
  }

  #addRule(text: string): boolean {
    if (!RULE.test(text)) return false;
    this.#endRun();
    return true;
  }

  /** `text` is how the line begins. */
  #addText(text: string, line: string): void {
    const fence = fenceOf(line);
    const html = this.#htmlEnd(text);
    const isCode = this.#heading === undefined && CODE.test(text);
    if (CONTAINER.test(text)) this.#container = true;
    else if (fence || html) this.#container = false;
    if (fence || html || isCode || this.#container) this.#heading = undefined;
    else this.#heading ??= this.#line;
    this.#first ??= this.#line;
    // A fence ends with at least as many of the same marks, and nothing behind them.
    if (fence) this.#ends = (other) => fenceOf(other)?.startsWith(fence) === true && FENCE_END.test(beginning(other));
    // HTML may end on the line on which it began: <!-- like this -->
    else if (html && !html.test(line)) this.#ends = (other) => html.test(other);
  }

  /** What ends the block of HTML that begins with this line, if one does. */
  #htmlEnd(text: string): RegExp | undefined {
    const interrupts = this.#heading !== undefined || this.#container;
    return HTML.find(([begins]) => begins.test(text))?.[1] ?? (!interrupts && TAG_ALONE.test(text) ? EMPTY : undefined);
  }

  #endRun(last = this.#line - 1): void {
    if (this.#first !== undefined) this.#paragraphs.push({ first: this.#first, last });
    this.#first = undefined;
    this.#heading = undefined;
    this.#container = false;
  }

  #beginSection(first: number, level: number): void {
    this.#endSections(level, first);
    const section = { first, last: first };
    this.#sections.push(section);
    this.#open.push({ section, level });
  }

  /** Ends the open sections of that level and of deeper ones. Each is opened and ended once: all take linear time. */
  #endSections(level: number, next: number): void {
    for (let open = this.#open.at(-1); open && open.level >= level; open = this.#open.at(-1)) {
      open.section.last = next - 1;
      this.#open.pop();
    }
  }
}

/** The marks that begin a line of a fence. Text behind backticks has no backtick, else the line is one with a code span. */
function fenceOf(line: string): string | undefined {
  const { 0: whole, 1: marks } = FENCE.exec(beginning(line)) ?? [];
  return whole !== undefined && marks.startsWith('`') && line.includes('`', whole.length) ? undefined : marks;
}

/** The line, or what it begins with and a sign that more follows. */
function beginning(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
