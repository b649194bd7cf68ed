// What the tests need from the system, fetched with apt where this user may: Debian or Ubuntu, as root. Elsewhere it
// does nothing, and what is missing is said by who needs it.
import { existsSync } from 'node:fs';
import { run } from './run.ts';

/** Each package, and whether what it brings is there already. */
export async function installDebianPackages(
  packages: Readonly<Record<string, boolean>>,
  say: (line: string) => void,
): Promise<void> {
  const missing = Object.keys(packages).filter((name) => !packages[name]);
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (missing.length === 0 || !mayInstall) return;
  say(`installing ${missing.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}
