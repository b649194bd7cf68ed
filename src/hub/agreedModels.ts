// Models larger than the machine's memory that the user has agreed to open, kept from one window to the next. A model whose
// files have become larger is another one. Knows no question.
import { isRecord } from '../contract/isRecord.ts';

/** Where they are kept, such as a memento of VS Code. */
export interface AgreementStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'tokenscope.agreedModels';
/** More models than anybody opens that do not fit. */
const MOST_KEPT = 100;

/** Whether models of so many bytes of memory together were agreed to, by themselves or beside others. */
export function isAgreed(store: AgreementStore, models: readonly string[], bytes: number): boolean {
  const covers = (key: string) => models.every((model) => key.split('\n').includes(model));
  return kept(store).some(([key, agreed]) => covers(key) && agreed >= bytes);
}

export async function keepAgreement(store: AgreementStore, models: readonly string[], bytes: number): Promise<void> {
  const others = kept(store).filter(([key]) => key !== keyOf(models));
  await store.update(KEY, Object.fromEntries([...others, [keyOf(models), bytes]].slice(-MOST_KEPT)));
}

function keyOf(models: readonly string[]): string {
  return models.toSorted().join('\n');
}

function kept(store: AgreementStore): readonly (readonly [key: string, bytes: number])[] {
  const found = store.get(KEY);
  if (!isRecord(found)) return [];
  return Object.entries(found).flatMap(([key, bytes]) => (typeof bytes === 'number' ? [[key, bytes] as const] : []));
}
