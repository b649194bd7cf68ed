// An evaluation as tables for people. Knows no measure.
import { BEHAVIOURS } from './bestHeads.ts';
import type { Evaluation, FiveGram } from './evaluation.ts';

export interface Report {
  readonly model: Evaluation;
  readonly compared?: Evaluation;
  readonly fiveGram?: FiveGram;
}

/** Bits per byte of the model divided by those of another one, by kind. 0.9: the model needs 10 % less. */
export interface Ratios {
  readonly toCompared?: Readonly<Record<string, number>>;
  readonly toFiveGram?: Readonly<Record<string, number>>;
}

export function ratiosOf({ model, compared, fiveGram }: Report): Ratios {
  const over = (other: Pick<Evaluation, 'bits'> | undefined) => {
    const [ours, theirs] = [model.bits, other?.bits];
    if (!ours || !theirs) return undefined;
    const kinds = Object.keys(ours).filter((kind) => kind in theirs);
    return Object.fromEntries(kinds.map((kind) => [kind, ours[kind].bitsPerByte / theirs[kind].bitsPerByte]));
  };
  return { toCompared: over(compared), toFiveGram: over(fiveGram) };
}

export function textReport(report: Report): string {
  const evaluations = [report.model, ...(report.compared ? [report.compared] : [])];
  const sections = [bitsTable(report), ...evaluations.map(otherMeasures)];
  return sections.filter((section) => section !== '').join('\n\n');
}

function bitsTable(report: Report): string {
  const { model, compared, fiveGram } = report;
  if (!model.bits) return '';
  const { toCompared, toFiveGram } = ratiosOf(report);
  const rows = Object.entries(model.bits).map(([kind, { bitsPerByte, bytes, tokens }]) => [
    kind,
    bytes,
    tokens,
    bitsPerByte.toFixed(3),
    ...(compared?.bits ? [compared.bits[kind]?.bitsPerByte.toFixed(3), toCompared?.[kind]?.toFixed(3)] : []),
    ...(fiveGram
      ? [fiveGram.bits[kind].bitsPerByte.toFixed(3), toFiveGram?.[kind]?.toFixed(3), percent(fiveGram.overlap[kind])]
      : []),
  ]);
  const head = [
    ...['bits per byte', 'bytes', 'tokens', 'model'],
    ...(compared?.bits ? ['compared', 'ratio'] : []),
    ...(fiveGram ? ['5-gram', 'ratio', 'in training'] : []),
  ];
  const counted = fiveGram
    ? [`5-gram: ${fiveGram.trainingTokens} tokens, ${fiveGram.sizes.join(' + ')} different n-grams`]
    : [];
  return [table([head, ...rows]), ...counted].join('\n');
}

function otherMeasures(evaluation: Evaluation): string {
  const { folder, speed, heads, probes, endings, samples } = evaluation;
  const lines = [folder];
  if (speed) {
    lines.push(`  ${speed.parameters} parameters, ${speed.bytes} bytes on disk`);
    for (const what of ['prefill', 'decode'] as const) {
      const rates = speed[what].map(([tokens, perSecond]) => `${perSecond.toFixed(0)} at ${tokens}`);
      lines.push(`  ${what}, tokens a second: ${rates.join(', ')}`);
    }
  }
  if (heads) {
    const best = BEHAVIOURS.map(
      (name) => `${name} ${heads[name].score.toFixed(2)} (${heads[name].layer}.${heads[name].head})`,
    );
    lines.push(`  best heads (layer.head): ${best.join(', ')}`);
  }
  if (probes) {
    const shares = Object.entries(probes).map(([group, share]) => `${group} ${percent(share)}`);
    lines.push(`  probes right: ${shares.join(', ')}`);
  }
  if (endings) {
    const kinds = Object.entries(endings.byKind).map(([kind, [proper, all]]) => `${kind} ${proper}/${all}`);
    lines.push(`  greedy continuations that end properly: ${percent(endings.properShare)} (${kinds.join(', ')})`);
    lines.push(`  of which only the first sentence is read: ${percent(endings.firstSentenceShare)}`);
    for (const { prompt, continuation, fault } of endings.continuations)
      if (fault) lines.push(`    ${fault}: ${JSON.stringify(prompt)} → ${JSON.stringify(continuation)}`);
  }
  if (samples) {
    const { offending } = samples;
    lines.push(`  listed words in ${samples.samples} samples: ${samples.listedWords}, in ${offending.length} of them`);
    for (const { seed, words, prompt, continuation } of offending)
      lines.push(`    ${words.join(', ')} (seed ${seed}): ${JSON.stringify(prompt + continuation)}`);
  }
  return lines.join('\n');
}

/** Rows as lines, with columns as wide as they need to be and numbers aligned to the right. */
function table(rows: readonly (readonly (string | number | undefined)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '–')));
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const aligned = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ');
  return cells.map(aligned).join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
