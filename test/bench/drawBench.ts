// How long a page is busy with drawing the attention of a head: our canvas beside an SVG of one element a cell, in the browser
// that the tests use. What other threads paint for the SVG is not counted.
import { join } from 'node:path';
import { build } from 'esbuild';
import { installedBrowser, launchBrowser } from '../../scripts/workbench/browser.ts';
import { median } from './median.ts';
import type { Report } from './report.ts';

const TOKENS = [64, 128, 256, 512];
const RUNS = 3;

export async function drawBench(report: Report): Promise<void> {
  if (!installedBrowser()) return report({ browser: undefined });
  const entry = join(import.meta.dirname, 'page/heatMaps.ts');
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife' });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<body></body>');
    await page.addScriptTag({ content: outputFiles[0].text });
    const drawMs = async (kind: string, n: number) => {
      const times: number[] = [];
      for (let run = 0; run <= RUNS; run++) times.push(Number(await page.evaluate(`drawMs('${kind}', ${n})`)));
      return median(times.slice(1));
    };
    for (const n of TOKENS) {
      const [canvas, svg] = [await drawMs('canvas', n), await drawMs('svg', n)];
      report({ [`${n} tokens`]: { 'ours, ms': canvas, 'SVG, ms': svg, 'ours, times': canvas / svg } });
    }
  } finally {
    await browser.close();
  }
}
