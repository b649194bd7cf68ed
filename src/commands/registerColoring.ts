// Makes the colours of editors, with their hover and commands. No logic.
import * as vscode from 'vscode';
import type { ColorMode } from '../contract/coloring.ts';
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
  const chooseColors = (mode: ColorMode) => setColorMode(mode, memory);
  const coloring = vscode.Disposable.from(
    colors,
    tint,
    registerColorHover(colors, nameOfModel),
    registerColorCommands(colors, memory),
    onDidChangeModel(() => colors.readAgain()),
  );
  return { colors, coloring, ofSide: { colors, nameOfModel, chooseColors, tint: colors.tintOf('side') } };
}
