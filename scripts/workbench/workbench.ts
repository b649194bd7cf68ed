// Drives a real workbench as a person would: keys, palette, mouse; finds the webviews in their nested frames. Knows VS
// Code, not what is tested.
import type { Browser, Frame, Locator, Page } from 'playwright-core';

export interface WorkbenchOptions {
  readonly url: string;
  /** BCP 47; the language of the extension host and of our strings. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
}

/** How long anything may take on a machine that is busy with other work. */
const WAIT_MS = 60_000;
/** For what is there at once, or not at all and then tried again; twice as long each time, as a busy machine wants. */
const SOON_MS = 3_000;

/** Runs in the page. */
const WRITTEN_BEHIND = `[...document.querySelector('.editor-instance .monaco-editor').querySelectorAll('.view-line span')]
  .map((span) => getComputedStyle(span, '::after').content)
  .filter((content) => content.startsWith('"'))
  .map((content) => content.slice(1, -1).replaceAll('\\u00a0', ' ').trim())`;

/**
 * Runs in every frame. A failure is a plain object without a stack, of which the browser reports that it was rejected, and
 * neither what it says nor in whose page: one with a script of ours.
 */
const NAME_REJECTIONS = `{
  const listen = () => addEventListener('unhandledrejection', ({ reason }) => {
    if (![...document.scripts].some(({ src }) => /tokenscope/i.test(src))) return;
    console.error('rejected in tokenscope: ' + (reason instanceof Error ? reason.stack : JSON.stringify(reason)));
  });
  listen();
  // A webview's page is written into an empty one, and opening a document for that removes all listeners.
  const { open } = Document.prototype;
  Document.prototype.open = function (...values) {
    const opened = open.apply(this, values);
    listen();
    return opened;
  };
}`;

/** Colour themes by their labels, and what the workbench's class has of each. */
const THEMES = {
  'Dark Modern': 'themes-dark_modern-json',
  'Light Modern': 'themes-light_modern-json',
  'Dark High Contrast': 'themes-hc_black-json',
  'Light High Contrast': 'themes-hc_light-json',
} as const;
export type Theme = keyof typeof THEMES;

export class Workbench {
  readonly page: Page;
  /** What went wrong inside the page: scripts that threw, what the policy refused. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(WAIT_MS);
    // The stack tells whose script it was: it names the file, the message need not.
    page.on('pageerror', (error) => this.errors.push(error.stack || error.message));
    page.on('console', (message) => {
      if (/content security policy|^rejected in tokenscope: /i.test(message.text())) this.errors.push(message.text());
    });
  }

  static async open(browser: Browser, options: WorkbenchOptions): Promise<Workbench> {
    const { width = 1600, height = 1000, scale = 1, language = 'en' } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    // The workbench's own translations are not at hand; extensions get theirs by this name of the language.
    await page.addInitScript((name) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name }), language);
    await page.addInitScript(NAME_REJECTIONS);
    const workbench = new Workbench(page);
    await page.goto(options.url);
    await page.waitForSelector('.explorer-folders-view .monaco-list-row');
    return workbench;
  }

  /** Shows the file's editor, which stays as it is where there is one. */
  async openFile(name: string): Promise<void> {
    const tab = this.page.locator(`.tab[data-resource-name="${name}"]`);
    if (await tab.count()) await tab.first().click();
    else {
      await this.page.mouse.move(0, 0); // the path of the row that was clicked last may lie over this one
      await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
    }
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector('.monaco-editor .view-line');
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.begin(title);
    await this.page.locator('.quick-input-widget input').waitFor({ state: 'hidden' });
  }

  /**
   * Runs a command that asks which, and picks the answer. The palette gives the focus back to a webview as it closes; where
   * that comes late, VS Code closes the list that the command has opened meanwhile.
   */
  async choose(title: string, answer: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: answer }).first();
    await this.#insist(async (timeout) => {
      await this.begin(title);
      await row.click({ timeout });
    });
    await this.page.locator('.quick-input-widget input').waitFor({ state: 'hidden' });
  }

  /** Runs a command that asks something, and leaves the answer to the caller. */
  async begin(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[placeholder*="command to run"]');
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    await this.#insist(async (timeout) => {
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`, { timeout });
      await row.click({ timeout });
    });
  }

  /** A key that comes while another list is closing, or while something else takes the focus, opens nothing. */
  async #insist(attempt: (timeout: number) => Promise<void>): Promise<void> {
    const end = Date.now() + WAIT_MS;
    for (let timeout = SOON_MS; ; timeout *= 2) {
      try {
        await attempt(timeout);
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Chooses a colour theme by its label, as the settings of a server are not those of its user. */
  async theme(label: Theme): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[placeholder*="Color Theme"]');
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    for (let tries = 1; ; tries++) {
      await this.begin('Preferences: Color Theme');
      await input.waitFor();
      // A young workbench lists no themes yet, and a list that is open stays as it is.
      const listed = rows.nth(3).waitFor({ timeout: 1500 });
      if (await listed.then(() => true).catch(() => tries >= 10)) break;
      await input.press('Escape');
    }
    await input.fill(label);
    await rows.filter({ hasText: label }).first().waitFor();
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    // The list is closed before the theme's file is read: only then the workbench says that it has the theme.
    await this.page.locator(`.monaco-workbench[class*="${THEMES[label]}"]`).waitFor();
  }

  /** Where the status bar says that the caret is: Ln 5, Col 1 */
  async caret(): Promise<string> {
    return (await this.page.locator('.statusbar-item', { hasText: /^Ln / }).allInnerTexts()).join();
  }

  /** Puts the caret of the active editor there, 1-based. */
  async goTo(line: number, column = 1): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[placeholder*="line number"]');
    const caret = this.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line}, Col ${column}$`) });
    await this.#insist(async (timeout) => {
      await this.page.keyboard.press('Control+g');
      await input.fill(`:${line}:${column}`, { timeout });
      await input.press('Enter', { timeout });
      await input.waitFor({ state: 'hidden', timeout });
      await caret.waitFor({ timeout });
    });
  }

  /** The innermost frame that holds the element; webviews are frames in frames. */
  async webview(selector: string): Promise<Frame> {
    const found = Promise.withResolvers<Frame>();
    const look = (frame: Frame) => {
      const first = frame.locator(selector).first().waitFor({ state: 'attached' });
      first.then(
        () => found.resolve(frame),
        () => {}, // the frame has gone, or holds something else
      );
    };
    this.page.on('frameattached', look);
    for (const frame of this.page.frames()) look(frame);
    const late = setTimeout(() => found.reject(new Error(`no webview with ${selector} appeared`)), WAIT_MS);
    try {
      return await found.promise;
    } finally {
      clearTimeout(late);
      this.page.off('frameattached', look);
    }
  }

  /**
   * Fills the dialog for files, which has to have a path that `holds` already, and says yes to it. Returns the path. Once the
   * dialog has read the folder that it begins with it lists what is there, and puts that folder in place of all that has been
   * filled in until then: only behind that it can be filled.
   */
  async acceptPath(holds: (path: string) => boolean, filled?: string): Promise<string> {
    const input = this.page.locator('.quick-input-widget input');
    await this.until('the dialog', async () => holds(await input.inputValue({ timeout: SOON_MS }).catch(() => '')));
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    if (filled !== undefined) await input.fill(filled);
    const path = await input.inputValue();
    await this.#untilDone('the end of the dialog', async (timeout) => {
      if (await input.isVisible()) await input.press('Enter', { timeout }).catch(() => {}); // it went meanwhile
      return await input.waitFor({ state: 'hidden', timeout }).then(
        () => true,
        () => false,
      );
    });
    return path;
  }

  /**
   * Waits for a notification, in the list of all: a toast is there for a while only, or not at all. The list closes by itself
   * with the last one that goes, such as that of something that was under way, and is opened again then.
   */
  async notification(words: string): Promise<Locator> {
    const list = this.page.locator('.notifications-center');
    const said = list.locator('.notification-list-item', { hasText: words }).first();
    await this.until(`a notification with ${words}`, async () => {
      if (!(await list.isVisible())) await this.command('Notifications: Show Notifications');
      return await said.isVisible();
    });
    return said;
  }

  /** Tries what a busy machine may have no time for at first, each time for twice as long as the time before. */
  async #untilDone(what: string, attempt: (timeout: number) => Promise<boolean>): Promise<void> {
    let timeout = SOON_MS / 2;
    await this.until(what, () => {
      timeout *= 2;
      return attempt(timeout);
    });
  }

  /** Waits for what no selector says: asks anew whenever the window has nothing else to do. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + WAIT_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`${what} did not come within ${WAIT_MS / 1000} s`);
      await this.page.evaluate('new Promise((done) => requestIdleCallback(done, { timeout: 1000 }))');
    }
  }

  /** What the context menu offers, group by group; opened with a right click there. */
  async contextMenu(on: Locator): Promise<string[]> {
    await on.click({ button: 'right', position: { x: 20, y: 8 } });
    const items = this.page.locator('.monaco-menu .action-item .action-label:not(.separator)');
    await items.first().waitFor();
    return await items.allInnerTexts();
  }

  /** Picks an item of the open context menu. A menu that has just opened takes no click, so until one is taken. */
  async pick(item: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    const label = menu.locator('.action-label', { hasText: item }).first();
    await label.waitFor();
    await this.#untilDone(`the end of the menu with ${item}`, async (timeout) => {
      await label.click({ timeout }).catch(() => {}); // it went meanwhile
      return (await menu.count()) === 0;
    });
  }

  /** The editor's text, with what decorations write into it. */
  get editor(): Locator {
    return this.page.locator('.editor-instance .monaco-editor').first();
  }

  /** What decorations write behind the text, from the top; waits until one of them is (or is like) what is given. */
  async writtenBehind(wanted: RegExp): Promise<string[]> {
    let written: string[] = [];
    const isThere = async () => {
      written = await this.page.evaluate<string[]>(WRITTEN_BEHIND);
      return written.some((text) => wanted.test(text));
    };
    await this.until(`${wanted} behind the text`, isThere).catch((error: Error) => {
      throw new Error(`${error.message}, only ${JSON.stringify(written)}`);
    });
    return written;
  }

  async nothingWrittenBehind(): Promise<void> {
    await this.page.waitForFunction(`${WRITTEN_BEHIND}.length === 0`);
  }

  /** The workbench's own report on how it started, Markdown. */
  async startupReport(): Promise<string> {
    await this.command('Developer: Startup Performance');
    await this.page.waitForSelector('.tab.active[data-resource-name="Startup Performance"]');
    await this.page.locator('.monaco-editor .view-line').last().click();
    let report = '';
    await this.until('the startup report', async () => {
      await this.page.keyboard.press('Control+a');
      await this.page.keyboard.press('Control+c');
      report = await this.page.evaluate<string>('navigator.clipboard.readText()');
      return report.includes('Extension Activation Stats');
    });
    return report;
  }

  /** As a user does: the workbench writes down what it keeps before it goes. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.begin('Developer: Reload Window');
    await loaded;
    await this.page.waitForSelector('.monaco-workbench .activitybar .action-item');
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
