// A text that a process keeps open, so that only its edits have to be sent. Types only.

/** The asker chooses it, unique in one engine process (crypto.randomUUID). */
export type TextId = string;

/** One state of an open text: that of its opening is 0, and each editText() makes the next. */
export interface TextVersion {
  readonly text: TextId;
  readonly version: number;
}

/** The units from `start` on, so many, are replaced. */
export interface TextEdit {
  readonly start: number;
  readonly removed: number;
  readonly inserted: string;
}
