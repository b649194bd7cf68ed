// The colours that package.json gives the editor's tints: what is tinted stays readable in every kind of theme.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { STEPS } from '../../../src/contract/coloring.ts';
import { TINT_LEVELS } from '../../../src/editor/tintLevel.ts';

type Kind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';
type Rgb = readonly number[];
interface Color {
  readonly id: string;
  readonly defaults: Readonly<Record<Kind, string>>;
}

const file = join(import.meta.dirname, '../../../package.json');
const colors: readonly Color[] = JSON.parse(readFileSync(file, 'utf8')).contributes.colors;
/** Ground and text of the editor in Dark Modern, Light Modern and the two of high contrast. */
const EDITORS: Readonly<Record<Kind, readonly [string, string]>> = {
  dark: ['#1f1f1f', '#cccccc'],
  light: ['#ffffff', '#3b3b3b'],
  highContrast: ['#000000', '#ffffff'],
  highContrastLight: ['#ffffff', '#292929'],
};

/** '#ff0080' → 255, 0, 128 and, where there is one, the alpha from 0 to 255 */
const bytes = (hex: string): Rgb => (hex.match(/[0-9a-f]{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16));

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of the text against its tinted ground. */
function contrast(name: string, level: number, kind: Kind): number {
  const [ground, text] = EDITORS[kind].map(bytes);
  const found = colors.find(({ id }) => id === `tokenscope.${name}${level}`) ?? assert.fail(`no ${name}${level}`);
  const [red, green, blue, alpha] = bytes(found.defaults[kind]);
  const tinted = [red, green, blue].map((value, i) => ground[i] + ((value - ground[i]) * alpha) / 255);
  const [dark, light] = [luminance(tinted), luminance(text)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const kind of Object.keys(EDITORS) as Kind[])
  test(`text stays as readable over the tint of what speaks against as over that of attention: ${kind}`, () => {
    for (let level = 1; level <= TINT_LEVELS; level++) {
      const [against, attention] = [
        contrast('againstBackground', level, kind),
        contrast('attentionBackground', level, kind),
      ];
      assert.ok(
        against >= Math.min(attention, 4.5),
        `step ${level}: ${against.toFixed(2)}, attention ${attention.toFixed(2)}`,
      );
    }
  });

for (const kind of Object.keys(EDITORS) as Kind[])
  test(`text stays readable over every step of surprisal, and over faded ones: ${kind}`, () => {
    for (let step = 1; step <= STEPS.surprisal.length; step++)
      assert.ok(
        contrast('surprisalBackground', step, kind) >= 4.5,
        `step ${step}: ${contrast('surprisalBackground', step, kind)}`,
      );
    for (let step = 1; step <= 4; step++)
      assert.ok(
        contrast('fadedBackground', step, kind) >= 4.5,
        `faded ${step}: ${contrast('fadedBackground', step, kind)}`,
      );
  });

for (const kind of ['dark', 'light', 'highContrast', 'highContrastLight'] as const)
  test(`a line says in high contrast, and only there, that a token is coloured: ${kind}`, () => {
    for (const name of ['surprisalUnderline', 'fadedUnderline']) {
      const { defaults } = colors.find(({ id }) => id === `tokenscope.${name}`) ?? assert.fail(name);
      const [ground] = EDITORS[kind].map(bytes);
      const isSeen = defaults[kind].length === 7;
      assert.equal(isSeen, kind.startsWith('highContrast'));
      const [dark, light] = [luminance(bytes(defaults[kind])), luminance(ground)].sort((a, b) => a - b);
      if (isSeen) assert.ok((light + 0.05) / (dark + 0.05) >= 3);
    }
  });
