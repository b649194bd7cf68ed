// The models of the catalogue as groups of a quick pick, and the question which form of one is to be downloaded. What is
// special about a model stands below its name, and its sizes beside it. Knows no hub.
import * as vscode from 'vscode';
import type { CatalogueEntry } from '../hub/catalogue/entry.ts';
import { type CatalogueGroup, runnableCatalogue } from '../hub/catalogue.ts';
import { parseRepoId, repoIdText } from '../hub/repoId.ts';
import { storedModels } from '../hub/store.ts';
import { groupText, purposeText } from '../messages/purposeText.ts';
import { sizeText } from '../messages/sizeText.ts';
import { isTooLarge, machineText, neededText, type Weights } from './askAboutMemory.ts';
import { chooseForm } from './chooseForm.ts';
import type { ModelSource } from './modelCommandContext.ts';

const { t } = vscode.l10n;

export interface CatalogueChoice extends vscode.QuickPickItem {
  readonly pathOf?: () => Promise<string | undefined>;
}

/** Those that Tokenscope has not downloaded. */
export async function catalogueChoices(context: ModelSource): Promise<readonly CatalogueChoice[]> {
  const stored = (await storedModels(context.store)).filter(({ kind }) => kind === 'whole');
  const here = new Set(stored.map(({ manifest: { repo, revision } }) => repoIdText({ repo, revision })));
  return runnableCatalogue().flatMap(({ name, entries }: CatalogueGroup) => {
    const elsewhere = entries.filter(({ repo }) => !here.has(repo));
    const group = { label: groupText(name), kind: vscode.QuickPickItemKind.Separator };
    return elsewhere.length === 0 ? [] : [group, ...elsewhere.map((entry) => catalogueChoice(context, entry))];
  });
}

function catalogueChoice(models: ModelSource, entry: CatalogueEntry): CatalogueChoice {
  const { repo, context, purpose } = entry;
  return {
    label: repo,
    description: [...sizes(entry), ...licenceFacts(entry), ...(context ? [contextText(context)] : [])].join(' · '),
    detail: [...tooLarge(entry), purposeText(purpose)].join(' · '),
    pathOf: async () => await chooseForm(models, entry, parseRepoId(repo)),
  };
}

/** '1.5 GB', 'GGUF 639 MB' */
function sizes({ weightBytes, gguf }: CatalogueEntry): readonly string[] {
  if (!weightBytes && !gguf) return [t('its size is asked at the hub')];
  return [...(weightBytes ? [sizeText(weightBytes)] : []), ...(gguf ? [t('GGUF {0}', sizeText(gguf.bytes))] : [])];
}

function licenceFacts({ licence, gated }: CatalogueEntry): readonly string[] {
  if (licence === undefined) return [];
  const name = licence ?? t('no licence stated');
  return [gated ? t('$(lock) {0}, gated', name) : name];
}

function contextText(tokens: number): string {
  return t('context {0}', tokens.toLocaleString(vscode.env.language));
}

/** Where even the smallest form takes more memory than there is. */
function tooLarge(entry: CatalogueEntry): readonly string[] {
  const forms = weightsOf(entry);
  if (forms.length === 0 || !forms.every(isTooLarge)) return [];
  return [`$(warning) ${t('takes about {0} of memory', neededText(forms.at(-1) as Weights))}. ${machineText()}`];
}

/** Safetensors before GGUF, as far as their sizes are known. */
function weightsOf({ weightBytes, gguf }: CatalogueEntry): readonly Weights[] {
  return [
    ...(weightBytes ? [{ format: 'safetensors', bytes: weightBytes } as const] : []),
    ...(gguf ? [{ format: 'gguf', bytes: gguf.bytes } as const] : []),
  ];
}
