// Why a file was not counted, and how large it is, in words. Knows no list.
import type { ContextLeftOut } from '../../src/contract/contextReport.ts';
import { formatNumber, t } from '../text/l10n.ts';

export function leftOutReason(why: ContextLeftOut['why']): string {
  const reasons: Readonly<Record<ContextLeftOut['why'], string>> = {
    binary: t('is no text'),
    huge: t('too large to be read by a model'),
    unreadable: t('could not be read'),
    ignored: t('excluded by .gitignore or files.exclude'),
    'link-circle': t('a link that leads back to a folder around it'),
    'link-outside': t('a link out of the chosen folders'),
    'too-many': t('more files than are counted at once'),
    encoding: t('is not encoded in UTF-8 or UTF-16'),
    deleted: t('was deleted while it was counted'),
    form: t('has a form that is not known'),
  };
  return reasons[why];
}

/** 1,234,567 bytes → '1.2 MB' */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return t('{0} bytes', bytes);
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(bytes / 1000 ** power, 1)} ${['', 'kB', 'MB', 'GB'][power]}`;
}
