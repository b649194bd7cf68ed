// One webview that shows the panel's page: gives it its rights, its icon and the page, and holds back what the page is told
// before it listens. Knows no run.
import * as vscode from 'vscode';
import type { PanelApi, PanelContent, PanelHostApi } from '../contract/webviewApi.ts';
import { webviewHtml, webviewOptions } from './html.ts';
import { lockGroupOf } from './lockedGroup.ts';
import type { PanelParts } from './panelParts.ts';
import { TimeLeft } from './timeLeft.ts';
import { connectWebview, webviewStart } from './webviewChannel.ts';

export const PANEL_TYPE = 'tokenscope.panel';

/** All functions of the page; the compiler finds one that is missing. */
const EVENTS = Object.keys({
  begin: 0,
  show: 0,
  sourceChanged: 0,
  engineLost: 0,
  focusToken: 0,
  startTour: 0,
  showExample: 0,
  goTo: 0,
  askAtEnd: 0,
  compareWith: 0,
  exportPage: 0,
  collectSession: 0,
  restoreSession: 0,
  sessionRemarks: 0,
} satisfies Record<keyof PanelApi, 0>) as (keyof PanelApi)[];

/** Where the page is shown. `only`: the one document whose texts may be shown there, where it is not the panel's own tab. */
interface ShownIn {
  readonly panel: vscode.WebviewPanel;
  readonly only: vscode.Uri | undefined;
}

export class PanelView {
  readonly panel: vscode.WebviewPanel;
  readonly page: PanelApi;
  readonly #only: vscode.Uri | undefined;
  readonly #left = new TimeLeft();
  /** What the page is to be told once it listens; undefined when it does. */
  #unheard: ((page: PanelApi) => void)[] | undefined = [];

  /** `gone` is called when it is closed. */
  constructor(
    { panel, only }: ShownIn,
    host: PanelHostApi,
    { extension, log }: Pick<PanelParts, 'extension' | 'log'>,
    gone: () => void,
  ) {
    this.panel = panel;
    this.#only = only;
    panel.webview.options = webviewOptions(extension);
    const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `tokenscope-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const remote = connectWebview<PanelApi, PanelHostApi>(panel.webview, host, EVENTS, log);
    panel.webview.html = webviewHtml(panel.webview, vscode.Uri.joinPath(extension, 'dist', 'panel.js'));
    if (!only) lockGroupOf(panel);
    panel.onDidDispose(() => {
      remote.$close();
      gone();
    });
    this.page = remote as unknown as PanelApi;
    this.page.begin(webviewStart());
  }

  /** Closes a tab that would say something false, since it bears the name of another document. */
  closeUnlessFor(document: vscode.Uri): void {
    if (this.#only && this.#only.toString() !== document.toString()) this.panel.dispose();
  }

  /** A new one, beside the editor. */
  static create(preserveFocus: boolean): vscode.WebviewPanel {
    const title = vscode.l10n.t('Tokens');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    return vscode.window.createWebviewPanel(PANEL_TYPE, title, column, { retainContextWhenHidden: true });
  }

  /** While the text is read, with how much longer that may take. */
  show(content: PanelContent): void {
    if (content.kind !== 'running') this.page.show(content);
    else this.page.show({ ...content, leftMs: this.#left.after(content) });
  }

  /** Tells the page once it listens; what it is told while it loads would be lost. */
  tell(message: (page: PanelApi) => void): void {
    if (this.#unheard) this.#unheard.push(message);
    else message(this.page);
  }

  /** The page listens. */
  tellUnheard(): void {
    const messages = this.#unheard ?? [];
    this.#unheard = undefined;
    for (const message of messages) message(this.page);
  }

  /** What was to be told was about another text. */
  forgetUnheard(): void {
    if (this.#unheard) this.#unheard = [];
  }
}
