// What the view shows where there is no report: nothing chosen, counting, failed. Know no report.
import { html, nothing } from 'lit';
import type { ContextContent } from '../../src/contract/contextApi.ts';
import { formatNumber, t } from '../text/l10n.ts';
import type { Progress } from './contextState.ts';

export function emptyScreen(choose: () => void) {
  return html`<div class="screen"><h1>${t('Context X-ray')}</h1>
    <p>${t('What fills the context of a model: files, conversations and tools, as a map of their tokens.')}</p>
    <button class="main" data-action="choose" @click=${choose}>${t('Choose…')}</button></div>`;
}

export function countingScreen({ title, done, of }: Extract<ContextContent, { kind: 'counting' }>, cancel: () => void) {
  return html`<div class="screen"><h1>${title}</h1>
    <progress max=${of || 1} value=${of > 0 ? done : nothing} aria-label=${t('Counting')}></progress>
    <p role="status">${countingWords({ done, of })}</p>
    <button class="main second" data-action="cancel" @click=${cancel}>${t('Cancel')}</button></div>`;
}

export function countingWords({ done, of }: Progress): string {
  return of > 0 ? t('{0} of {1} files', formatNumber(done), formatNumber(of)) : t('Looking for files…');
}

export function failedScreen(
  { title, message }: Extract<ContextContent, { kind: 'failed' }>,
  { again, choose }: { readonly again: () => void; readonly choose: () => void },
) {
  return html`<div class="screen"><h1>${title}</h1><p role="alert">${message}</p>
    <div class="row"><button class="main" data-action="refresh" @click=${again}>${t('Count Again')}</button>
    <button class="main second" data-action="choose" @click=${choose}>${t('Choose…')}</button></div></div>`;
}
