// Contrast as WCAG 2 measures it, of what is really drawn: pixels of a picture. Knows no element.
import type { Browser, Locator, Page } from 'playwright-core';

type Rgb = readonly [red: number, green: number, blue: number];

/** Runs in a page: the upper left pixel of a picture, then the row in its middle. */
const PIXELS = `async (base64) => {
  const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + base64)).blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const read = (x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
  return [read(0, 0), ...Array.from({ length: picture.width }, (_, x) => read(x, Math.floor(picture.height / 2)))];
}`;

/** From 1 (alike) to 21 (black and white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Against the ground at its edge: the part of a slider that is done, its thumb, and the part that is not. */
export async function sliderContrasts(page: Page, slider: Locator): Promise<readonly [number, number, number]> {
  const [min, max] = await Promise.all(
    ['min', 'max'].map(async (name) => Number((await slider.getAttribute(name)) ?? 0)),
  );
  const at = (Number(await slider.inputValue()) - min) / (max - min);
  const thumb = 14; // px, see slider.ts
  const { width } = (await slider.boundingBox()) ?? { width: 0 };
  const middle = (thumb / 2 + (width - thumb) * at) / width;
  const row = await middleRow(page, slider);
  const [ground, ...drawn] = [0, middle / 2, middle, (1 + middle) / 2].map((share) => row(share));
  return drawn.map((color) => contrast(color, ground)) as [number, number, number];
}

/** Without a content policy that forbids to look at the picture. One for each browser, as opening one takes 0.6 s. */
const blanks = new WeakMap<Browser, Promise<Page>>();

/** The colours in the middle of an element, by their place from 0 to 1; at 0 that of its upper left corner. */
async function middleRow(page: Page, element: Locator): Promise<(share: number) => Rgb> {
  const png = (await element.screenshot()).toString('base64');
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  const blank = blanks.get(browser) ?? browser.newPage();
  blanks.set(browser, blank);
  const pixels = await (await blank).evaluate<readonly Rgb[]>(`(${PIXELS})('${png}')`);
  return (share) => pixels[Math.floor(share * (pixels.length - 1))];
}
