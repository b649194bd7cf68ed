// Where a generated text comes to the end of a sentence. Pure.

/** A mark that ends a sentence, with the quotation marks and brackets that close behind it, and white space. */
const END = /[.!?。！？]["'”’」』）)\]]*\s*$/u;

/** A line that is not empty ends, too. 'He said “No.” ' → true, 'one\n' → true, '\n' → false, 'e.g' → false */
export function endsSentence(text: string): boolean {
  return END.test(text) || /\S[^\n]*\n/.test(text);
}
