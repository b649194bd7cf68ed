// Many buttons of one kind as one stop of the Tab key: the arrow keys lead from one to the next. Which of them Tab reaches
// is told by their tabindex, 0 for one and −1 for the others. Knows elements, not what they choose.

/** Listens on the element that holds the buttons. */
export function rove(event: KeyboardEvent): void {
  const { currentTarget, target, key } = event;
  const buttons = [...(currentTarget as Element).querySelectorAll<HTMLElement>('button[tabindex]')];
  const at = buttons.indexOf(target as HTMLElement);
  if (at < 0) return;
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (to === undefined) return;
  event.preventDefault();
  if (to < buttons.length) buttons.at(key === 'End' ? to : Math.max(0, to))?.focus();
}
