// The quick pick of the quantisations of one GGUF repository, with the size of each and what it costs. Knows no download.
import * as vscode from 'vscode';
import type { FoundModel } from '../hub/findModel.ts';
import { type GgufVariant, type GgufWish, wishedVariant } from '../hub/ggufListing.ts';
import type { ModelListing } from '../hub/hubRepo.ts';
import { machineMemory } from '../hub/memory.ts';
import { quantisationClass, recommended } from '../hub/quantisation.ts';
import { quantisationText } from '../messages/quantisationText.ts';
import { sizeText } from '../messages/sizeText.ts';
import { isTooLarge, memoryText } from './askAboutMemory.ts';

const { t } = vscode.l10n;

/** More do not fit on the line. */
const MOST_NAMED = 3;

type FoundGguf = Extract<FoundModel, { readonly kind: 'gguf' }>;

interface Choice extends vscode.QuickPickItem {
  readonly listing: ModelListing;
}

/** What is to be downloaded: what was wished for where it is there, or what the user picks; undefined where nothing is. */
export async function chooseQuantisation(found: FoundGguf, wish?: GgufWish): Promise<ModelListing | undefined> {
  const wished = wish && wishedVariant(found.variants, wish);
  if (wished) return wished.listing;
  const best = recommended(found.variants, machineMemory());
  const others = found.variants.filter((variant) => variant !== best).toSorted((a, b) => b.bytes - a.bytes);
  const chosen = await vscode.window.showQuickPick(
    [...(best ? [best] : []), ...others].map((variant) => choiceOf(variant, variant === best)),
    { title: t('GGUF Files of {0}', found.repo), placeHolder: placeHolder(found, wish), matchOnDetail: true },
  );
  return chosen?.listing;
}

function choiceOf({ name, quantisation, bytes, listing }: GgufVariant, isBest: boolean): Choice {
  const weights = { format: 'gguf', bytes } as const;
  const memory = `${isTooLarge(weights) ? '$(warning) ' : ''}${memoryText(weights)}`;
  return {
    label: name,
    description: [sizeText(bytes), memory, ...(isBest ? [t('recommended for this machine')] : [])].join(' · '),
    detail: quantisationText(quantisationClass(quantisation)),
    listing,
  };
}

function placeHolder({ unread }: FoundGguf, wish: GgufWish | undefined): string {
  if (wish && wish.kind !== 'any') {
    const name = wish.kind === 'file' ? wish.path : wish.quantisation;
    return t('There is no {0} that Tokenscope can read. Which one?', name);
  }
  const question = t('How exactly are the weights to be kept?');
  if (unread.length === 0) return question;
  const names = [...unread.slice(0, MOST_NAMED), ...(unread.length > MOST_NAMED ? ['…'] : [])].join(', ');
  return t('{0} {1}', question, t('Not read by Tokenscope: {0}.', names));
}
