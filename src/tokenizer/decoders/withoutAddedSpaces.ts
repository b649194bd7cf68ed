// Takes back the spaces that BERT's cutting put in front of punctuation and English endings, as Hugging Face does
// (clean_up_tokenization_spaces). Knows no tokens.

const WRITTEN = [' .', ' ?', ' !', ' ,', " ' ", " n't", " 'm", ' do not', " 's", " 've", " 're"];
const MEANT = ['.', '?', '!', ',', "'", "n't", "'m", " don't", "'s", "'ve", "'re"];

/** In this order. */
export function withoutAddedSpaces(text: string): string {
  return WRITTEN.reduce((before, written, i) => before.replaceAll(written, MEANT[i]), text);
}
