// Removes the spaces that decoding puts between the words of BERT's tokenizer in front of punctuation and English
// endings, as clean_up_tokenization() of Hugging Face's transformers does. Knows no tokens.

const WRITTEN = [' .', ' ?', ' !', ' ,', " ' ", " n't", " 'm", ' do not', " 's", " 've", " 're"];
const MEANT = ['.', '?', '!', ',', "'", "n't", "'m", " don't", "'s", "'ve", "'re"];

/** The replacements are made one after the other, in the order of the lists. "I do n't ." → "I don't." */
export function withoutAddedSpaces(text: string): string {
  return WRITTEN.reduce((before, written, i) => before.replaceAll(written, MEANT[i]), text);
}
