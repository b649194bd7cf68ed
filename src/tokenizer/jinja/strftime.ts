// Dates as Python's datetime.strftime writes them in the C locale, whatever the language of the machine: month and day
// names are English. Knows no template.

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const DAY_MS = 86_400_000;

/** A code's value: a text, or a number with the width and the sign that it is filled up with. */
type Written = string | readonly [value: number, width: number, fill?: string];

/** Codes that stand for others. */
const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

const CODES: Readonly<Record<string, (date: Date) => Written>> = {
  '%': () => '%',
  a: (date) => DAYS[date.getDay()].slice(0, 3),
  A: (date) => DAYS[date.getDay()],
  b: (date) => MONTHS[date.getMonth()].slice(0, 3),
  B: (date) => MONTHS[date.getMonth()],
  C: (date) => [Math.floor(date.getFullYear() / 100), 2],
  d: (date) => [date.getDate(), 2],
  e: (date) => [date.getDate(), 2, ' '],
  f: (date) => [date.getMilliseconds() * 1000, 6],
  G: (date) => [isoWeek(date).year, 4],
  H: (date) => [date.getHours(), 2],
  I: (date) => [date.getHours() % 12 || 12, 2],
  j: (date) => [dayOfYear(date), 3],
  k: (date) => [date.getHours(), 2, ' '],
  l: (date) => [date.getHours() % 12 || 12, 2, ' '],
  m: (date) => [date.getMonth() + 1, 2],
  M: (date) => [date.getMinutes(), 2],
  n: () => '\n',
  p: (date) => (date.getHours() < 12 ? 'AM' : 'PM'),
  P: (date) => (date.getHours() < 12 ? 'am' : 'pm'),
  s: (date) => [Math.floor(date.getTime() / 1000), 1],
  S: (date) => [date.getSeconds(), 2],
  t: () => '\t',
  u: (date) => [date.getDay() || 7, 1],
  U: (date) => [Math.floor((dayOfYear(date) + 6 - date.getDay()) / 7), 2],
  V: (date) => [isoWeek(date).week, 2],
  w: (date) => [date.getDay(), 1],
  W: (date) => [Math.floor((dayOfYear(date) + 6 - ((date.getDay() + 6) % 7)) / 7), 2],
  y: (date) => [date.getFullYear() % 100, 2],
  Y: (date) => [date.getFullYear(), 1],
  // A time without a zone has neither name nor offset.
  z: () => '',
  Z: () => '',
};

/**
 * The date in local time. glibc's flags `-` (no filling), `_` (spaces), `0` and `^` (capitals) are known; what is no code
 * stays as it is. '%-d %B %Y' → '7 November 2026'
 */
export function strftime(date: Date, format: string): string {
  return format.replace(/%([-_0^]?)([%A-Za-z])/g, (written, flag: string, code: string) => {
    if (Object.hasOwn(COMPOSED, code)) return flagged(strftime(date, COMPOSED[code]), flag);
    return Object.hasOwn(CODES, code) ? flagged(CODES[code](date), flag) : written;
  });
}

function flagged(written: Written, flag: string): string {
  if (typeof written === 'string') return flag === '^' ? written.toUpperCase() : written;
  const [value, width, fill = '0'] = written;
  if (flag === '-') return String(value);
  return String(value).padStart(width, flag === '_' ? ' ' : flag === '0' ? '0' : fill);
}

/** 1 for the first of January. */
function dayOfYear(date: Date): number {
  return Math.round((dayAt(date) - Date.UTC(date.getFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** The calendar day in UTC, where each has 24 hours. */
function dayAt(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/** ISO 8601: a week belongs to the year that has its Thursday. */
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(dayAt(date) + (4 - (date.getDay() || 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1 };
}
