// What the panel asks about another model. Knows who reads, and no run.
import type { PanelHostApi } from '../contract/webviewApi.ts';
import type { OtherModelReader } from './panelParts.ts';

/** `text` is what the panel shows an explanation of. */
export function otherModelQuestions(
  reader: OtherModelReader,
  text: () => string,
): Pick<PanelHostApi, 'chooseOther' | 'forgetOther'> {
  return { chooseOther: async () => await reader.read(text()), forgetOther: () => reader.forget() };
}
