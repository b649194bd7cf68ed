// What the editor shows where there is no file to show: it is being read, may not be read, or cannot be.
import { css, html, nothing } from 'lit';
import type { ModelFileContent } from '../../src/contract/modelFileApi.ts';
import { formatBytes, t } from '../text/l10n.ts';

export interface ScreenActions {
  readonly reload: () => void;
  readonly manageTrust: () => void;
}

type Unshown = Exclude<ModelFileContent, { kind: 'shown' }>;

export function screen(content: Unshown, actions: ScreenActions) {
  return html`<main class="screen"><h1>${content.name}</h1>${words(content, actions)}</main>`;
}

function words(content: Unshown, { reload, manageTrust }: ScreenActions) {
  switch (content.kind) {
    case 'reading':
      return html`<p role="status">${t('Reading the file…')}</p>`;
    case 'restricted':
      return html`${content.bytes === undefined ? nothing : html`<p>${formatBytes(content.bytes)}</p>`}
        <p role="status">${t('This workspace is not trusted, so that nothing of this file was read. Once you trust the workspace, Tokenscope shows what the file holds and can explain texts with it.')}</p>
        <button class="main" data-action="trust" @click=${manageTrust}>${t('Manage Workspace Trust')}</button>`;
    case 'not-on-disk':
      return html`<p role="alert">${t('This file is on no disk of this machine ({0}), and models are read from where they lie. Copy it into a folder and open it there.', content.scheme)}</p>`;
    case 'failed':
      return html`<p role="alert">${content.words}</p><button class="main" data-action="reload" @click=${reload}>${t('Read It Again')}</button>`;
  }
}

export const screenStyles = css`
  .screen { flex: none; display: flex; flex-direction: column; align-items: flex-start; gap: 12px; max-width: 560px; margin: 12vh auto 0; padding: 0 24px; line-height: 1.5; }
  .screen h1 { flex: none; margin: 0; white-space: normal; font-size: 20px; font-weight: 400; overflow-wrap: anywhere; }
  .screen p { margin: 0; overflow-wrap: anywhere; }
`;
