// Makes the colours of editors, with their hover and commands. No logic.
import * as vscode from 'vscode';
import { type ColorMode, isDocumentMode } from '../contract/coloring.ts';
import { isFailure } from '../contract/failure.ts';
import { AttentionTint } from '../editor/attentionTint.ts';
import { registerColorHover } from '../editor/colorHover.ts';
import { EditorColors } from '../editor/editorColors.ts';
import { modelName } from '../messages/modelName.ts';
import { colorSettings } from '../settings/colorSetting.ts';
import { onDidChangeModel } from '../settings/engineSettings.ts';
import { registerColorCommands, setColorMode } from './colorCommands.ts';
import { documentReader, type ReaderParts } from './documentReader.ts';

export function registerColoring(memory: vscode.Memento, parts: ReaderParts & { readonly embeddedModel: string }) {
  const tint = new AttentionTint();
  const colors = new EditorColors(documentReader(parts), colorSettings, tint);
  const nameOfModel = () => modelName(parts.modelFolder(), parts.embeddedModel);
  const mayColor = async (mode: ColorMode) => !isDocumentMode(mode) || (await mayOpen(parts));
  const chooseColors = async (mode: ColorMode) => {
    if (await mayColor(mode)) await setColorMode(mode, memory);
  };
  const coloring = vscode.Disposable.from(
    colors,
    tint,
    registerColorHover(colors, nameOfModel),
    registerColorCommands(colors, memory, mayColor),
    onDidChangeModel(() => colors.readAgain()),
  );
  return { colors, coloring, ofSide: { colors, nameOfModel, chooseColors, tint: colors.tintOf('side') } };
}

/** Asks where the model is larger than the machine's memory; no colours where the answer is no. */
async function mayOpen({ memory, modelFolder }: ReaderParts): Promise<boolean> {
  try {
    await memory.ask(modelFolder());
    return true;
  } catch (thrown) {
    if (isFailure(thrown) && thrown.code === 'memory-short') return false;
    throw thrown;
  }
}
