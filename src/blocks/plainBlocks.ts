// The paragraphs of a text without headings.
import { BlockList } from './blockList.ts';
import type { BlockFinder } from './textBlocks.ts';

export class PlainBlocks extends BlockList implements BlockFinder {
  add(line: string): void {
    if (line.trim() === '') this.endRun();
    else this.continueRun(true);
    this.line++;
  }
}
