// Colours of charts, derived from the theme. They are interpolated in CIELAB, where equal steps look about equally
// large, and begin at the theme's background, so that 0 looks empty. Charts that draw on a canvas hear when the theme
// changes. Knows no chart.
import { interpolateLab, piecewise } from 'd3-interpolate';

/** 256 colours as pixels of an ImageData: the four bytes of each are r, g, b, 255. */
export type ColorTable = Uint32Array;

export interface ChartTheme {
  /** For values from 0 to 1: 0 is the background, 1 the strongest colour. */
  readonly sequential: ColorTable;
  /** For signed values. The table is read from 0 to 1, too: 0 is the blue end, 0.5 the background, 1 the orange end. */
  readonly diverging: ColorTable;
  readonly foreground: string;
  readonly muted: string;
  readonly accent: string;
  readonly border: string;
}

type Kind = 'dark' | 'light';
/** The colours that follow the background, from weak to strong: the strongest is light on dark and dark on light. */
const SEQUENTIAL: Readonly<Record<Kind, readonly string[]>> = {
  dark: ['#7a3a06', '#e0861f', '#ffe2b0'],
  light: ['#fbd7a0', '#e07b00', '#5e2c00'],
};
/** The negative and the positive end. Blue and orange stay apart for people who confuse red and green. */
const DIVERGING: Readonly<Record<Kind, readonly [string, string]>> = {
  dark: ['#6ab8ff', '#ffae57'],
  light: ['#0b5aa5', '#b65200'],
};

let current: ChartTheme | undefined;
const listeners = new Set<() => void>();

/** Reading computed styles may make the page lay itself out, so they are read once per theme. */
export function chartTheme(): ChartTheme {
  current ??= read();
  return current;
}

/** Returns a function that ends the listening. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** VS Code sets the theme's class on <body> and its colour variables on <html>; it fires no event for either. */
export function watchTheme(): void {
  const observer = new MutationObserver(() => {
    current = undefined;
    for (const listener of listeners) listener();
  });
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
}

function read(): ChartTheme {
  const style = getComputedStyle(document.body);
  const color = (name: string, otherwise: string) => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const kind: Kind =
    document.body.classList.contains('vscode-light') || document.body.classList.contains('vscode-high-contrast-light')
      ? 'light'
      : 'dark';
  const background = color('editor-background', kind === 'dark' ? '#1e1e1e' : '#ffffff');
  const [negative, positive] = DIVERGING[kind];
  return {
    sequential: colorTable([background, ...SEQUENTIAL[kind]]),
    diverging: colorTable([negative, background, positive]),
    foreground: color('foreground', kind === 'dark' ? '#cccccc' : '#3b3b3b'),
    muted: color('descriptionForeground', '#888888'),
    accent: color('focusBorder', '#0078d4'),
    border: color('contrastBorder', color('panel-border', '#80808059')),
  };
}

/** A table of 256 colours that passes through the stops at equal distances. */
export function colorTable(stops: readonly string[]): ColorTable {
  const color = piecewise(interpolateLab, [...stops]);
  const bytes = new Uint8ClampedArray(256 * 4).fill(255);
  for (let i = 0; i < 256; i++) bytes.set((color(i / 255).match(/\d+/g) ?? []).slice(0, 3).map(Number), i * 4);
  return new Uint32Array(bytes.buffer);
}

/** The CSS colour of a value from 0 to 1; values outside are clipped. */
export function colorAt(table: ColorTable, value: number): string {
  const [r, g, b] = new Uint8Array(Uint32Array.of(colorOf(table, value)).buffer);
  return `rgb(${r}, ${g}, ${b})`;
}

/** The pixel of a value from 0 to 1; values outside are clipped. */
export function colorOf(table: ColorTable, value: number): number {
  return table[Math.round(Math.min(1, Math.max(0, value)) * 255)];
}
