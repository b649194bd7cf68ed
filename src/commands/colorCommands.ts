// The commands about the colours of editors: which mode, off and on, once more. Knows no colour.
import * as vscode from 'vscode';
import { COLOR_MODES, type ColorMode, isDocumentMode } from '../contract/coloring.ts';
import type { EditorColors } from '../editor/editorColors.ts';
import { changeColorMode } from '../settings/colorSetting.ts';

/** The mode that was on last, for the key that brings it back. */
const LAST = 'tokenscope.lastColorMode';

/** Whether the model may be opened for colours of that mode; asks where it has to. */
export type MayColor = (mode: ColorMode) => Promise<boolean>;

export function registerColorCommands(
  colors: EditorColors,
  memory: vscode.Memento,
  mayColor: MayColor,
): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register('tokenscope.colorByModel', async () => {
      const mode = await chosenMode(colors);
      if (mode && (await mayColor(mode))) await setColorMode(mode, memory);
    }),
    register('tokenscope.toggleColors', () => toggle(colors, memory, mayColor)),
    register('tokenscope.recomputeColors', async () => {
      const document = activeDocument();
      if (document && (await mayColor(colors.modeOf(document)))) colors.recompute(document);
    }),
  );
}

export async function setColorMode(mode: ColorMode, memory: vscode.Memento): Promise<void> {
  if (mode !== 'off') await memory.update(LAST, mode);
  await changeColorMode(activeDocument(), mode);
}

/** Off where there are colours; else what was on last, or at first what colours any text. */
async function toggle(colors: EditorColors, memory: vscode.Memento, mayColor: MayColor): Promise<void> {
  const document = activeDocument();
  if (!document) return;
  if (colors.isColored(document)) {
    await memory.update(LAST, colors.modeOf(document));
    await changeColorMode(document, 'off');
    return;
  }
  const last = COLOR_MODES.find((mode) => mode === memory.get(LAST)) ?? 'surprisal';
  const isOn = colors.modeOf(document) === last; // but its view shows nothing
  const mode = isOn && !isDocumentMode(last) ? 'surprisal' : last;
  if (await mayColor(mode)) await changeColorMode(document, mode);
}

async function chosenMode(colors: EditorColors): Promise<ColorMode | undefined> {
  const { t } = vscode.l10n;
  const document = activeDocument();
  const now = document && colors.modeOf(document);
  const choices: readonly (vscode.QuickPickItem & { readonly mode: ColorMode })[] = [
    { mode: 'surprisal', label: t('Surprisal'), description: t('how unexpected each token was, in bits') },
    { mode: 'rank', label: t('Rank'), description: t('how many tokens the model thought more probable') },
    {
      mode: 'attention',
      label: t('Attention'),
      description: t('what the token at the caret, or the one selected in the panel, attends to'),
    },
    { mode: 'effect', label: t('Effect'), description: t('what a tool of the Lab measures, such as What mattered') },
    { mode: 'off', label: t('Off'), description: t('no colours in the text') },
  ];
  const items = choices.map((choice) =>
    choice.mode === now ? { ...choice, label: `$(check) ${choice.label}` } : choice,
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Colour by the Model'),
    matchOnDescription: true,
  });
  return picked?.mode;
}

function activeDocument(): vscode.TextDocument | undefined {
  return (vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0])?.document;
}
