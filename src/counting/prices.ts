// What a text costs where it is sent to a model, at prices that the user gave: none are known here, as they change. Knows no
// tokenizer.
import { isRecord } from '../contract/isRecord.ts';

export interface Price {
  /** Of the model. */
  readonly name: string;
  /** Of a million tokens that the model is given. */
  readonly input: number;
  /** ISO 4217, as USD; other words stand behind the number as they are. */
  readonly currency: string;
}

/** More would be no table to read. */
const MOST = 50;
const MAX_NAME = 100;

/** Those of the setting that are prices, in their order. { "gpt": { "input": 1.25, "currency": "USD" } } */
export function pricesIn(setting: unknown): readonly Price[] {
  if (!isRecord(setting)) return [];
  const prices = Object.entries(setting).flatMap(([name, price]): Price[] => {
    if (!isRecord(price) || !isAmount(price.input)) return [];
    const currency = typeof price.currency === 'string' ? price.currency.trim().slice(0, MAX_NAME) : '';
    return [{ name: name.slice(0, MAX_NAME), input: price.input, currency }];
  });
  return prices.slice(0, MOST);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** What so many tokens cost, in the reader's language, to two digits that say something. 1,234 at 1.25 → '$0.0015' */
export function costText(tokens: number, { input, currency }: Price, language: string): string {
  const amount = (tokens * input) / 1_000_000;
  const isSmall = amount > 0 && amount < 1;
  const digits = isSmall
    ? { minimumSignificantDigits: 2, maximumSignificantDigits: 2 }
    : { maximumSignificantDigits: 4, minimumFractionDigits: 0 };
  const plain = () => `${amount.toLocaleString(language, digits)} ${currency}`.trim();
  if (!/^[A-Za-z]{3}$/.test(currency)) return plain();
  return amount.toLocaleString(language, { ...digits, style: 'currency', currency });
}
