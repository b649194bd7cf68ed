// The cursor on the map of the attention stop, moved by keys.
import { visibleText } from '../../../webview/text/visibleText.ts';
import { panel, run, workbench } from './explainedPanel.ts';

/** Puts it on the last token's row, at a column. */
export async function moveOnMap(column: number): Promise<void> {
  const map = panel.locator('ts-attention-stop ts-heat-map canvas');
  await workbench.page.mouse.move(5, 5); // over the map it would move the cursor, too
  await map.focus();
  const press = async (key: string, times: number) => {
    for (let i = 0; i < times; i++) await workbench.page.keyboard.press(key);
  };
  const reading = panel.locator('ts-attention-stop .reading').first();
  await workbench.until('a cursor on the map', async () => {
    await press('ArrowDown', 1); // nothing happens before the map is drawn
    return (await reading.innerText()).includes('→');
  });
  // From wherever the pointer happens to be, to the corner.
  await press('ArrowDown', run.tokens.length);
  await press('ArrowLeft', run.tokens.length);
  await press('ArrowRight', column);
  await reading.filter({ hasText: `→ ${visibleText(run.tokens[column])}  ` }).waitFor();
}
