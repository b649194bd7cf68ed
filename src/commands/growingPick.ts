// A quick pick whose list grows while it is open: what is known at once can be chosen at once, and looking for the rest ends
// with the list. Knows no choice.
import * as vscode from 'vscode';

export interface PickOptions {
  readonly title: string;
  readonly placeholder: string;
}

/**
 * The choice, or undefined where there is none. `lists` gives the whole list again each time that it grows, and stops when its
 * signal is aborted. Rejects with what it rejects with.
 */
export async function growingPick<Choice extends vscode.QuickPickItem>(
  options: PickOptions,
  lists: (signal: AbortSignal) => AsyncIterable<readonly Choice[]>,
): Promise<Choice | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  Object.assign(pick, options, { busy: true, matchOnDescription: true, matchOnDetail: true, keepScrollPosition: true });
  const closing = new AbortController();
  const chosen = new Promise<Choice | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item) resolve(item);
    });
    pick.onDidHide(() => resolve(undefined));
  });
  pick.show();
  try {
    const listed = fill(pick, lists(closing.signal), closing.signal);
    return await Promise.race([chosen, listed.then(() => chosen)]);
  } finally {
    closing.abort();
    pick.dispose();
  }
}

async function fill<Choice extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<Choice>,
  lists: AsyncIterable<readonly Choice[]>,
  signal: AbortSignal,
): Promise<void> {
  for await (const choices of lists) {
    if (signal.aborted) return;
    const [active] = pick.activeItems;
    pick.items = choices;
    const still = active && choices.find((one) => one.label === active.label && one.detail === active.detail);
    if (still) pick.activeItems = [still];
  }
  if (!signal.aborted) pick.busy = false;
}
