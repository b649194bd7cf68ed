// Dates as Python 3.11 writes them with glibc in the C locale, under a language that has other names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strftime } from '../../../../src/tokenizer/jinja/strftime.ts';

const FORMATS = [
  '%d %B %Y',
  '%a %A %b %h %m %y %C',
  '%H:%M:%S %I %p %P %f',
  '%j %U %W %V %G %u %w',
  '%-d %-m %_d %e %k %l|%^a %^B|%% %F %T %D %R %r %c %x %X',
  '%z|%Z|%n|%t|%Q',
];
const DATES: readonly [date: Date, ...written: readonly string[]][] = [
  [
    new Date(2026, 10, 27, 9, 5, 3, 7),
    '27 November 2026',
    'Fri Friday Nov Nov 11 26 20',
    '09:05:03 09 AM am 007000',
    '331 47 47 48 2026 5 5',
    '27 11 27 27  9  9|FRI NOVEMBER|% 2026-11-27 09:05:03 11/27/26 09:05 09:05:03 AM Fri Nov 27 09:05:03 2026 11/27/26 09:05:03',
    '||\n|\t|%Q',
  ],
  [
    new Date(2027, 0, 3, 15, 45, 9),
    '03 January 2027',
    'Sun Sunday Jan Jan 01 27 20',
    '15:45:09 03 PM pm 000000',
    '003 01 00 53 2026 7 0',
    '3 1  3  3 15  3|SUN JANUARY|% 2027-01-03 15:45:09 01/03/27 15:45 03:45:09 PM Sun Jan  3 15:45:09 2027 01/03/27 15:45:09',
    '||\n|\t|%Q',
  ],
  [
    new Date(2024, 11, 30),
    '30 December 2024',
    'Mon Monday Dec Dec 12 24 20',
    '00:00:00 12 AM am 000000',
    '365 52 53 01 2025 1 1',
    '30 12 30 30  0 12|MON DECEMBER|% 2024-12-30 00:00:00 12/30/24 00:00 12:00:00 AM Mon Dec 30 00:00:00 2024 12/30/24 00:00:00',
    '||\n|\t|%Q',
  ],
];
for (const [date, ...written] of DATES)
  for (const [i, format] of FORMATS.entries())
    test(`${JSON.stringify(format)} of ${date.toDateString()}`, () => assert.equal(strftime(date, format), written[i]));
