// A Chromium for playwright-core: one that is installed, or Debian's, fetched with its fonts where this user may.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { installDebianPackages } from './debian.ts';

const INSTALLED = [
  process.env.CHROME_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const CHINESE_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const EMOJI_FONT = '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

export function installedBrowser(): string | undefined {
  return INSTALLED.find((path) => path !== '' && existsSync(path));
}

/** Installs Chromium and fonts for Chinese and emoji where they are missing and apt may be used. */
export async function installBrowser(say: (line: string) => void): Promise<void> {
  const packages = {
    chromium: installedBrowser() !== undefined,
    'fonts-noto-cjk': existsSync(CHINESE_FONT),
    'fonts-noto-color-emoji': existsSync(EMOJI_FONT),
  };
  await installDebianPackages(packages, say);
  if (!installedBrowser())
    throw new Error('no Chromium or Chrome was found: install one, or set CHROME_PATH to its program');
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = installedBrowser();
  if (!executablePath) throw new Error('no Chromium was found; installBrowser() brings one');
  return await chromium.launch({ executablePath, args: FLAGS });
}
