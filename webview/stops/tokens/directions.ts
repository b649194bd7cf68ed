// Finds the runs of units that are read from right to left, so that the letters of a Hebrew or Arabic word stand in their
// order and nothing beside it moves. Pure.
import type { Unit } from './units.ts';

export interface Run {
  readonly direction: 'ltr' | 'rtl';
  readonly units: readonly Unit[];
}

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;

/**
 * A run from right to left begins and ends with a unit of such a script; between them may stand spaces, signs and numbers,
 * but no letter of another script and no end of a line.
 */
export function runsOf(units: readonly Unit[]): readonly Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < units.length; ) {
    const isRightToLeft = kindOf(units[at]) === 'rtl';
    const end = isRightToLeft ? endOfRun(units, at) : nextRightToLeft(units, at);
    runs.push({ direction: isRightToLeft ? 'rtl' : 'ltr', units: units.slice(at, end) });
    at = end;
  }
  return runs;
}

/** Within a run from right to left: numbers are read from left to right, also where they are several tokens. */
export function numbersApart({ units }: Run): readonly Run[] {
  const runs: { direction: Run['direction']; units: Unit[] }[] = [];
  for (const [i, unit] of units.entries()) {
    const direction = kindOf(unit) === 'number' || isInNumber(units, i) ? 'ltr' : 'rtl';
    if (runs.at(-1)?.direction === direction) runs.at(-1)?.units.push(unit);
    else runs.push({ direction, units: [unit] });
  }
  return runs;
}

/**
 * Whether a sign stands between digits, as in 12.5 and 10:30 (rule W4 of Unicode Standard Annex #9, without its plus and
 * minus, which Hebrew and Arabic treat differently).
 */
function isInNumber(units: readonly Unit[], at: number): boolean {
  const [before, sign, after] = [units[at - 1]?.text, units[at].text, units[at + 1]?.text];
  return /^[.,:/]$/.test(sign ?? '') && /\p{Nd}$/u.test(before ?? '') && /^\p{Nd}/u.test(after ?? '');
}

function endOfRun(units: readonly Unit[], start: number): number {
  let end = start + 1;
  for (let i = end; i < units.length; i++) {
    const kind = kindOf(units[i]);
    if (kind === 'ltr') break;
    if (kind === 'rtl') end = i + 1;
  }
  return end;
}

function nextRightToLeft(units: readonly Unit[], start: number): number {
  let at = start + 1;
  while (at < units.length && kindOf(units[at]) !== 'rtl') at++;
  return at;
}

/** By its first letter. Bytes that are no character are written in Latin letters; a line ends every run. */
function kindOf({ text }: Unit): 'ltr' | 'rtl' | 'number' | 'neutral' {
  if (text === undefined || text.includes('\n')) return 'ltr';
  const letter = text.match(/\p{L}/u)?.[0];
  if (letter !== undefined) return RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
  return /\p{N}/u.test(text) ? 'number' : 'neutral';
}
