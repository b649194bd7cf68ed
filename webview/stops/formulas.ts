// The formulas of the stops, as MathML: browsers draw it themselves, and screen readers can read it. Where one consists
// of several equations, each is an element of its own, so that they stand one below the other in a narrow panel. Knows
// no numbers.
import { html, mathml, nothing } from 'lit';

export const EMBEDDING = html`<math><msub><mi>e</mi><mi>i</mi></msub><mo>=</mo><mi>E</mi><mo>[</mo><msub><mtext>id</mtext><mi>i</mi></msub><mo>]</mo></math>`;

/** What enters the first block where nothing is added. */
export const EMBEDDED_ONLY = html`<math><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><mi>E</mi><mo>[</mo><msub><mtext>id</mtext><mi>i</mi></msub><mo>]</mo></math>`;

export const POSITION_LEARNED = html`<math><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><mi>E</mi><mo>[</mo><msub><mtext>id</mtext><mi>i</mi></msub><mo>]</mo><mo>+</mo><mi>P</mi><mo>[</mo><mi>i</mi><mo>]</mo></math>`;

/** Where the sum is normed before the first block. */
export const POSITION_LEARNED_NORMED = html`<math><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>E</mi><mo stretchy="false">[</mo><msub><mtext>id</mtext><mi>i</mi></msub><mo stretchy="false">]</mo><mo>+</mo><mi>P</mi><mo stretchy="false">[</mo><mi>i</mi><mo stretchy="false">]</mo><mo stretchy="false">)</mo></math>`;

/** The same with the vector of the text's segment, s. */
export const POSITION_LEARNED_SEGMENT_NORMED = html`<math><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>E</mi><mo stretchy="false">[</mo><msub><mtext>id</mtext><mi>i</mi></msub><mo stretchy="false">]</mo><mo>+</mo><mi>P</mi><mo stretchy="false">[</mo><mi>i</mi><mo stretchy="false">]</mo><mo>+</mo><mi>s</mi><mo stretchy="false">)</mo></math>`;

export const POSITION_SINUSOIDAL = html`<math><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><mi>E</mi><mo>[</mo><msub><mtext>id</mtext><mi>i</mi></msub><mo>]</mo><mo>+</mo><msub><mi>p</mi><mi>i</mi></msub><mo>,</mo></math> <math><msub><mi>p</mi><mrow><mi>i</mi><mo>,</mo><mn>2</mn><mi>k</mi></mrow></msub><mo>=</mo><mi>sin</mi><mo stretchy="false">(</mo><mi>i</mi><msub><mi>θ</mi><mi>k</mi></msub><mo stretchy="false">)</mo><mo>,</mo></math> <math><msub><mi>p</mi><mrow><mi>i</mi><mo>,</mo><mn>2</mn><mi>k</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>=</mo><mi>cos</mi><mo stretchy="false">(</mo><mi>i</mi><msub><mi>θ</mi><mi>k</mi></msub><mo stretchy="false">)</mo></math>`;

/** R_i rotates by i times the angles of the pairs; two rotations differ by that of the distance. */
export const POSITION_ROTARY = html`<math><msup><mrow><mo stretchy="false">(</mo><msub><mi>R</mi><mi>i</mi></msub><msub><mi>q</mi><mi>i</mi></msub><mo stretchy="false">)</mo></mrow><mo>⊤</mo></msup><mo stretchy="false">(</mo><msub><mi>R</mi><mi>j</mi></msub><msub><mi>k</mi><mi>j</mi></msub><mo stretchy="false">)</mo><mo>=</mo><msubsup><mi>q</mi><mi>i</mi><mo>⊤</mo></msubsup><msub><mi>R</mi><mrow><mi>j</mi><mo>−</mo><mi>i</mi></mrow></msub><msub><mi>k</mi><mi>j</mi></msub></math>`;

/** m is another number in each head. */
export const POSITION_ALIBI = html`<math><mtext>softmax</mtext><mrow><mo>(</mo><mfrac><mrow><msubsup><mi>q</mi><mi>i</mi><mo>⊤</mo></msubsup><msub><mi>k</mi><mi>j</mi></msub></mrow><msqrt><msub><mi>d</mi><mtext>head</mtext></msub></msqrt></mfrac><mo>−</mo><mi>m</mi><mo stretchy="false">(</mo><mi>i</mi><mo>−</mo><mi>j</mi><mo stretchy="false">)</mo><mo>)</mo></mrow></math>`;

export const ATTENTION = html`<math><mtext>softmax</mtext><mrow><mo>(</mo><mfrac><mrow><mi>Q</mi><msup><mi>K</mi><mo>⊤</mo></msup></mrow><msqrt><msub><mi>d</mi><mtext>head</mtext></msub></msqrt></mfrac><mo>+</mo><mtext>mask</mtext><mo>)</mo></mrow><mi>V</mi></math>`;

/** Where nothing is masked. */
export const ATTENTION_BOTH_WAYS = html`<math><mtext>softmax</mtext><mrow><mo>(</mo><mfrac><mrow><mi>Q</mi><msup><mi>K</mi><mo>⊤</mo></msup></mrow><msqrt><msub><mi>d</mi><mtext>head</mtext></msub></msqrt></mfrac><mo>)</mo></mrow><mi>V</mi></math>`;

/** A state fades by α, a token adds to it and reads from it. */
export const STATE = html`<math><msub><mi>S</mi><mi>t</mi></msub><mo>=</mo><msub><mi>α</mi><mi>t</mi></msub><msub><mi>S</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>+</mo><msub><mi>k</mi><mi>t</mi></msub><msubsup><mi>v</mi><mi>t</mi><mo>⊤</mo></msubsup><mo>,</mo></math> <math><msub><mi>y</mi><mi>t</mi></msub><mo>=</mo><msubsup><mi>S</mi><mi>t</mi><mo>⊤</mo></msubsup><msub><mi>q</mi><mi>t</mi></msub><mo>=</mo><munder><mo>∑</mo><mrow><mi>s</mi><mo>≤</mo><mi>t</mi></mrow></munder><msub><mi>α</mi><mrow><mi>s</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>⋯</mo><msub><mi>α</mi><mi>t</mi></msub><mo stretchy="false">(</mo><msubsup><mi>q</mi><mi>t</mi><mo>⊤</mo></msubsup><msub><mi>k</mi><mi>s</mi></msub><mo stretchy="false">)</mo><msub><mi>v</mi><mi>s</mi></msub></math>`;

/** The gated delta rule: what is written is the difference to what the state says already, or a share β of it. */
export const STATE_CORRECTED = html`<math><msub><mi>S</mi><mi>t</mi></msub><mo>=</mo><msub><mi>α</mi><mi>t</mi></msub><msub><mi>S</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>+</mo><msub><mi>k</mi><mi>t</mi></msub><msubsup><mi>u</mi><mi>t</mi><mo>⊤</mo></msubsup><mo>,</mo></math> <math><msub><mi>u</mi><mi>t</mi></msub><mo>=</mo><msub><mi>β</mi><mi>t</mi></msub><mo stretchy="false">(</mo><msub><mi>v</mi><mi>t</mi></msub><mo>−</mo><msub><mi>α</mi><mi>t</mi></msub><msubsup><mi>S</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow><mo>⊤</mo></msubsup><msub><mi>k</mi><mi>t</mi></msub><mo stretchy="false">)</mo><mo>,</mo></math> <math><msub><mi>y</mi><mi>t</mi></msub><mo>=</mo><munder><mo>∑</mo><mrow><mi>s</mi><mo>≤</mo><mi>t</mi></mrow></munder><msub><mi>α</mi><mrow><mi>s</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>⋯</mo><msub><mi>α</mi><mi>t</mi></msub><mo stretchy="false">(</mo><msubsup><mi>q</mi><mi>t</mi><mo>⊤</mo></msubsup><msub><mi>k</mi><mi>s</mi></msub><mo stretchy="false">)</mo><msub><mi>u</mi><mi>s</mi></msub></math>`;

/** Each channel by itself, over the token and the few before it. */
export const CONVOLUTION = html`<math><msub><mi>y</mi><mi>t</mi></msub><mo>=</mo><munderover><mo>∑</mo><mrow><mi>j</mi><mo>=</mo><mn>0</mn></mrow><mrow><mtext>kernel</mtext><mo>−</mo><mn>1</mn></mrow></munderover><msub><mi>w</mi><mi>j</mi></msub><mo>⊙</mo><msub><mi>x</mi><mrow><mi>t</mi><mo>−</mo><mi>j</mi></mrow></msub></math>`;

export const BLOCK = html`<math><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>=</mo><mi>x</mi><mo>+</mo><mtext>attention</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>,</mo></math> <math><mrow><mi>x</mi><mo lspace="0" rspace="0">″</mo></mrow><mo>=</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>+</mo><mtext>mlp</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo stretchy="false">)</mo><mo stretchy="false">)</mo></math>`;

/** Where not every layer attends: attention, a state or a convolution is its mixer. */
export const BLOCK_MIXER = html`<math><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>=</mo><mi>x</mi><mo>+</mo><mtext>mixer</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>,</mo></math> <math><mrow><mi>x</mi><mo lspace="0" rspace="0">″</mo></mrow><mo>=</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>+</mo><mtext>mlp</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo stretchy="false">)</mo><mo stretchy="false">)</mo></math>`;

/** Without a feed-forward. */
export const BLOCK_MIXER_ALONE = html`<math><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>=</mo><mi>x</mi><mo>+</mo><mtext>mixer</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo></math>`;

/** With a state beside attention. */
export const BLOCK_STATE = html`<math><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>=</mo><mi>x</mi><mo>+</mo><mtext>attention</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>+</mo><mtext>state</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>,</mo></math> <math><mrow><mi>x</mi><mo lspace="0" rspace="0">″</mo></mrow><mo>=</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>+</mo><mtext>mlp</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo stretchy="false">)</mo><mo stretchy="false">)</mo></math>`;

/** Several streams h_j side by side, of which x is the one that the block works on (AltUp), and a learned shortcut beside attention (LAuReL): layers/altUp.ts, altUpBlock.ts. */
export const BLOCK_STREAMS = html`<math><mi>p</mi><mo>=</mo><mi>x</mi><mo>+</mo><munder><mo>∑</mo><mi>j</mi></munder><msub><mi>r</mi><mi>j</mi></msub><msub><mi>h</mi><mi>j</mi></msub><mo>,</mo></math> <math><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>=</mo><mfrac><mn>1</mn><msqrt><mn>2</mn></msqrt></mfrac><mo stretchy="false">(</mo><mi>p</mi><mo>+</mo><mtext>attention</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>p</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>+</mo><mtext>LAuReL</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>p</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>,</mo></math> <math><mrow><mi>x</mi><mo lspace="0" rspace="0">″</mo></mrow><mo>=</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>+</mo><mtext>mlp</mtext><mo stretchy="false">(</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>,</mo></math> <math><msub><mi>h</mi><mi>j</mi></msub><mo>←</mo><msub><mi>p</mi><mi>j</mi></msub><mo>+</mo><msub><mi>c</mi><mi>j</mi></msub><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">″</mo></mrow><mo>−</mo><mi>p</mi><mo stretchy="false">)</mo></math>`;

/** The first Transformer's arrangement: norms on the stream itself. */
export const BLOCK_POST_NORM = html`<math><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>=</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mi>x</mi><mo>+</mo><mtext>attention</mtext><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo><mo stretchy="false">)</mo><mo>,</mo></math> <math><mrow><mi>x</mi><mo lspace="0" rspace="0">″</mo></mrow><mo>=</mo><mtext>norm</mtext><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo>+</mo><mtext>mlp</mtext><mo stretchy="false">(</mo><mrow><mi>x</mi><mo lspace="0" rspace="0">′</mo></mrow><mo stretchy="false">)</mo><mo stretchy="false">)</mo></math>`;

/** What stands behind a mask is not drawn: there is no temperature. */
export const MASKED = html`<math><msub><mi>p</mi><mi>i</mi></msub><mo>=</mo><mfrac><mrow><mi>exp</mi><mo stretchy="false">(</mo><msub><mi>z</mi><mi>i</mi></msub><mo stretchy="false">)</mo></mrow><mrow><munder><mo>∑</mo><mi>j</mi></munder><mi>exp</mi><mo stretchy="false">(</mo><msub><mi>z</mi><mi>j</mi></msub><mo stretchy="false">)</mo></mrow></mfrac></math>`;

export const NEXT = html`<math><msub><mi>p</mi><mi>i</mi></msub><mo>=</mo><mfrac><mrow><mi>exp</mi><mo stretchy="false">(</mo><msub><mi>z</mi><mi>i</mi></msub><mo>/</mo><mi>T</mi><mo stretchy="false">)</mo></mrow><mrow><munder><mo>∑</mo><mi>j</mi></munder><mi>exp</mi><mo stretchy="false">(</mo><msub><mi>z</mi><mi>j</mi></msub><mo>/</mo><mi>T</mi><mo stretchy="false">)</mo></mrow></mfrac></math>`;

export const LONG = html`<math><mtext>weights</mtext><mo>=</mo><mi>L</mi><mo>·</mo><mi>H</mi><mo>·</mo><mfrac><mrow><mi>n</mi><mo stretchy="false">(</mo><mi>n</mi><mo>+</mo><mn>1</mn><mo stretchy="false">)</mo></mrow><mn>2</mn></mfrac></math>`;

/** Layer l looks back w_l tokens, or n where it has no window: 1 + 2 + … + w_l, then w_l for each token more. */
export const LONG_WINDOWS = html`<math><mtext>weights</mtext><mo>=</mo><mi>H</mi><mo>·</mo><munder><mo>∑</mo><mi>l</mi></munder><mrow><mo>(</mo><mi>n</mi><msub><mi>w</mi><mi>l</mi></msub><mo>−</mo><mfrac><mrow><msub><mi>w</mi><mi>l</mi></msub><mo stretchy="false">(</mo><msub><mi>w</mi><mi>l</mi></msub><mo>−</mo><mn>1</mn><mo stretchy="false">)</mo></mrow><mn>2</mn></mfrac><mo>)</mo></mrow><mo>,</mo></math> <math><msub><mi>w</mi><mi>l</mi></msub><mo>≤</mo><mi>n</mi></math>`;

/** Every token sees every other one. */
export const LONG_BOTH_WAYS = html`<math><mtext>weights</mtext><mo>=</mo><mi>L</mi><mo>·</mo><mi>H</mi><mo>·</mo><msup><mi>n</mi><mn>2</mn></msup></math>`;

/** w_l tokens around each, itself included, of which those are missing that would lie before the text or behind it. */
export const LONG_WINDOWS_BOTH_WAYS = html`<math><mtext>weights</mtext><mo>=</mo><mi>H</mi><mo>·</mo><munder><mo>∑</mo><mi>l</mi></munder><mrow><mo>(</mo><mi>n</mi><msub><mi>w</mi><mi>l</mi></msub><mo>−</mo><mfrac><mrow><msubsup><mi>w</mi><mi>l</mi><mn>2</mn></msubsup><mo>−</mo><mn>1</mn></mrow><mn>4</mn></mfrac><mo>)</mo></mrow></math>`;

const PRODUCTS = {
  attention: mathml`<munder><mo>∑</mo><mtext>attention</mtext></munder><mi>H</mi><mo stretchy="false">(</mo><msub><mi>d</mi><mi>k</mi></msub><mo>+</mo><msub><mi>d</mi><mi>v</mi></msub><mo stretchy="false">)</mo><mfrac><mrow><mi>n</mi><mo stretchy="false">(</mo><mi>n</mi><mo>+</mo><mn>1</mn><mo stretchy="false">)</mo></mrow><mn>2</mn></mfrac>`,
  state: mathml`<munder><mo>∑</mo><mtext>states</mtext></munder><mn>3</mn><mi>H</mi><msub><mi>d</mi><mtext>state</mtext></msub><msub><mi>d</mi><mtext>value</mtext></msub><mi>n</mi>`,
  convolution: mathml`<munder><mo>∑</mo><mtext>convolutions</mtext></munder><mtext>kernel</mtext><mo>·</mo><mtext>channels</mtext><mo>·</mo><mi>n</mi>`,
};

/** Products between tokens as a model runs whose layers are of these kinds. */
export function longOf(kinds: readonly (keyof typeof PRODUCTS)[]) {
  return kinds.map(
    (kind, i) =>
      html`<math>${i === 0 ? mathml`<mtext>products</mtext><mo>=</mo>` : nothing}${PRODUCTS[kind]}${i < kinds.length - 1 ? mathml`<mo>+</mo>` : nothing}</math> `,
  );
}
