// The quick pick of the forms in which a model of the catalogue can be had: safetensors, one GGUF file, or another
// quantisation. Each has its size and the memory that it takes. Knows no download.
import * as vscode from 'vscode';
import type { CatalogueEntry, CatalogueGguf } from '../hub/catalogue/entry.ts';
import type { GgufWish } from '../hub/ggufListing.ts';
import { quantisationIn } from '../hub/ggufName.ts';
import { quantisationClass } from '../hub/quantisation.ts';
import { parseRepoId, type RepoId } from '../hub/repoId.ts';
import { quantisationText } from '../messages/quantisationText.ts';
import { sizeText } from '../messages/sizeText.ts';
import { isTooLarge, machineText, memoryText, type Weights } from './askAboutMemory.ts';
import { installModel } from './installModel.ts';
import type { ModelSource } from './modelCommandContext.ts';

const { t } = vscode.l10n;

interface Form extends vscode.QuickPickItem {
  readonly id: RepoId;
  readonly gguf?: GgufWish;
}

/** What is opened of the model; undefined where the user declines. Asks only where there is a choice. Fails like installModel. */
export async function chooseForm(context: ModelSource, entry: CatalogueEntry, id: RepoId): Promise<string | undefined> {
  const { gguf } = entry;
  if (!gguf) return await installModel(context, id);
  const form = await vscode.window.showQuickPick([safetensors(entry, id), ...ggufForms(gguf)], {
    title: t('In Which Form: {0}', entry.repo),
    placeHolder: machineText(),
    matchOnDetail: true,
  });
  return form && (await installModel(context, form.id, form.gguf));
}

function safetensors({ weightBytes: bytes, gated }: CatalogueEntry, id: RepoId): Form {
  const facts = bytes ? weightsFacts({ format: 'safetensors', bytes }) : [];
  return {
    label: 'safetensors',
    description: [...facts, ...(gated ? [t('$(lock) gated')] : [])].join(' · '),
    detail: t('As it was published.'),
    id,
  };
}

function ggufForms({ repo, file, bytes }: CatalogueGguf): readonly Form[] {
  const id = parseRepoId(repo);
  const quantisation = quantisationIn(file);
  return [
    {
      label: ['GGUF', quantisation].filter(Boolean).join(' '),
      description: weightsFacts({ format: 'gguf', bytes }).join(' · '),
      detail: quantisationText(quantisationClass(quantisation)),
      id,
      gguf: { kind: 'file', path: file },
    },
    {
      label: t('Another Quantisation…'),
      detail: t('Asks the hub which there are of {0}.', repo),
      id,
      gguf: { kind: 'any' },
    },
  ];
}

function weightsFacts(weights: Weights): readonly string[] {
  const memory = memoryText(weights);
  return [sizeText(weights.bytes), isTooLarge(weights) ? `$(warning) ${memory}` : memory];
}
