// Events of our elements that carry a value. Knows none of them.

/** As new CustomEvent(), which however makes null of a detail that is undefined: whoever left a chart pointed at null. */
export function detailEvent<Detail = undefined>(
  name: string,
  detail?: Detail,
  init: EventInit = {},
): CustomEvent<Detail> {
  const event = new CustomEvent<Detail>(name, { ...init, detail: detail as Detail });
  if (detail === undefined) Object.defineProperty(event, 'detail', { value: undefined });
  return event;
}
