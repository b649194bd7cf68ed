// The panel's own keys: n takes a step, Shift+N takes the last token back, 1 to 8 lead to the stops, l to the other place.
// Knows what they mean, does nothing itself.
import { STOPS, type StopId } from '../state/stopIds.ts';
import { t } from '../text/l10n.ts';

/** The keys as they stand in tool tips. */
export const STEP_KEY = 'N';
export const BACK_KEY = 'Shift+N';
export const PLACE_KEY = 'L';

export interface Shortcuts {
  readonly step: () => void;
  readonly back: () => void;
  readonly goTo: (stop: StopId) => void;
  /** From the Lecture to the Lab, and back. */
  readonly changePlace: () => void;
}

/** What uses keys by itself: fields, sliders and lists. A check box does not use these. */
const OWN_KEYS =
  'input:not([type=checkbox]), textarea, select, [role=combobox], [contenteditable]:not([contenteditable=false])';

export function listenForShortcuts(shortcuts: Shortcuts): void {
  window.addEventListener('keydown', (event) => {
    const work = meant(event, shortcuts);
    if (!work || usesKeys(event)) return;
    event.preventDefault();
    work();
  });
}

function meant(event: KeyboardEvent, { step, back, goTo, changePlace }: Shortcuts): (() => void) | undefined {
  const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing, defaultPrevented } = event;
  if (ctrlKey || altKey || metaKey || isComposing || defaultPrevented) return undefined;
  if (key.toLowerCase() === 'n') return shiftKey ? back : step;
  if (key.toLowerCase() === 'l' && !shiftKey) return changePlace;
  const stop = /^[1-9]$/.test(key) ? STOPS[Number(key) - 1] : undefined;
  return stop && (() => goTo(stop));
}

/** The event passes out of shadow trees; where it began, only its path tells. */
function usesKeys(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.matches(OWN_KEYS));
}

/** 'Sample one token (N)' */
export function withKey(title: string, key: string): string {
  return t('{0} ({1})', title, key);
}
