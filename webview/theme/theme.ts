// Colours of charts, made from the theme's own: even in perceived lightness (CIELAB), from the background outwards.
// Told anew when the theme changes. Knows no chart.
import { interpolateLab, piecewise } from 'd3-interpolate';

/** 256 colours as the pixels of an ImageData, four bytes each: r, g, b, 255. */
export type ColorTable = Uint32Array;

export interface ChartTheme {
  /** 0 → background, 1 → strongest. */
  readonly sequential: ColorTable;
  /** −1 → blue end, 0 → background, 1 → orange end. */
  readonly diverging: ColorTable;
  readonly foreground: string;
  readonly muted: string;
  readonly accent: string;
  readonly border: string;
}

type Kind = 'dark' | 'light';
const SEQUENTIAL: Readonly<Record<Kind, readonly string[]>> = {
  dark: ['#7a3a06', '#e0861f', '#ffe2b0'],
  light: ['#fbd7a0', '#e07b00', '#5e2c00'],
};
const DIVERGING: Readonly<Record<Kind, readonly [string, string]>> = {
  dark: ['#6ab8ff', '#ffae57'],
  light: ['#0b5aa5', '#b65200'],
};

let current: ChartTheme | undefined;
const listeners = new Set<() => void>();

export function chartTheme(): ChartTheme {
  current ??= read();
  return current;
}

/** Returns how to stop listening. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** VS Code writes theme classes and variables onto body and html. */
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

export function colorTable(stops: readonly string[]): ColorTable {
  const color = piecewise(interpolateLab, [...stops]);
  const bytes = new Uint8ClampedArray(256 * 4).fill(255);
  for (let i = 0; i < 256; i++) bytes.set((color(i / 255).match(/\d+/g) ?? []).slice(0, 3).map(Number), i * 4);
  return new Uint32Array(bytes.buffer);
}

/** 0…1 → CSS colour */
export function colorAt(table: ColorTable, value: number): string {
  const [r, g, b] = new Uint8Array(Uint32Array.of(colorOf(table, value)).buffer);
  return `rgb(${r}, ${g}, ${b})`;
}

/** The pixel of 0…1; values outside are clipped. */
export function colorOf(table: ColorTable, value: number): number {
  return table[Math.round(Math.min(1, Math.max(0, value)) * 255)];
}
