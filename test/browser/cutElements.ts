// What a narrow webview cuts off: elements that reach beyond its right edge, where nothing around them scrolls, ends in
// an ellipsis, or fades out.
import type { Frame } from 'playwright-core';

/** Runs in the page, shadow trees included. */
const CUT = `(() => {
  const cut = [];
  const mayBeWider = (element) => {
    for (let at = element.parentElement ?? element.getRootNode().host; at; at = at.parentElement ?? at.getRootNode().host) {
      if (at !== document.body && at !== document.documentElement && getComputedStyle(at).overflowX !== 'visible') return true;
    }
    return false;
  };
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const { width, height, right } = element.getBoundingClientRect();
      if (width && height && right > innerWidth + 1 && !mayBeWider(element))
        cut.push(element.localName + '.' + element.className + ' ends at ' + Math.round(right) + ' of ' + innerWidth + ': ' + element.textContent.trim().slice(0, 40));
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return cut;
})()`;

/** One line for each element that is cut. */
export async function cutElements(frame: Frame): Promise<string[]> {
  return await frame.evaluate<string[]>(CUT);
}
