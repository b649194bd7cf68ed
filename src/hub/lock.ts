// One download of a model at a time, on this machine or on others that share the folder: a lock file with a heartbeat.
// Who finds it waits; one whose owner is gone is taken over. Knows nothing about downloads.
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { diskFailure } from './diskFailure.ts';
import { pause } from './retry.ts';

export interface Lock {
  /** False once another window took it over, believing this one dead (a machine that slept). */
  isOurs(): Promise<boolean>;
  release(): Promise<void>;
}

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

const BEAT_MS = 5_000;
/** Four beats missed. */
const FRESH_MS = 20_000;
/** A process of that number that lives on this machine may be busy or suspended; after that it is another one with its number. */
const ALIVE_MS = 600_000;
const POLL_MS = 300;

export interface TakeLockOptions {
  readonly signal: AbortSignal;
  /** Somebody else has it: called before each look. True ends the waiting, without the lock. */
  readonly onWait: () => Promise<boolean>;
}

/** undefined where onWait ended it. Fails with folder-unwritable, disk-full, cancelled. */
export async function takeLock(path: string, { signal, onWait }: TakeLockOptions): Promise<Lock | undefined> {
  const owner: Owner = { token: randomUUID(), pid: process.pid, host: hostname() };
  while (!(await create(path, owner))) {
    const found = await readOwner(path);
    if (found && (await isStale(path, found))) await takeAway(path, found);
    else if (await onWait()) return undefined;
    else await pause(POLL_MS, signal);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // gone: isOurs() says so
  }, BEAT_MS);
  beat.unref();
  const isOurs = async () => (await readOwner(path))?.token === owner.token;
  return {
    isOurs,
    release: async () => {
      clearInterval(beat);
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}

/** Written elsewhere and linked, so that nobody finds it half written. */
async function create(path: string, owner: Owner): Promise<boolean> {
  const unwritable = diskFailure(dirname(path));
  const made = `${path}.${owner.token}`;
  const handle = await open(made, 'wx').catch(unwritable);
  try {
    await handle.writeFile(JSON.stringify(owner));
  } catch (error) {
    await unwritable(error);
  } finally {
    await handle.close();
  }
  return await moveWhereFree(made, path).catch(unwritable);
}

/** False where something is there. Without hard links (exFAT) by a flag that lets only one maker win. */
async function moveWhereFree(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EISDIR') throw error;
    return await copyWhereFree(from, to);
  } finally {
    await rm(from, { force: true });
  }
}

async function copyWhereFree(from: string, to: string): Promise<boolean> {
  const content = await readFile(from);
  try {
    const handle = await open(to, 'wx');
    await handle.writeFile(content).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** undefined: gone, or not yet whole. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const { token, pid, host } = JSON.parse(await readFile(path, 'utf8'));
    return { token: String(token), pid: Number(pid), host: String(host) };
  } catch (error) {
    const found = await stat(path).catch(() => undefined);
    const old = found !== undefined && Date.now() - found.mtimeMs > FRESH_MS;
    return old && error instanceof SyntaxError ? { token: '', pid: 0, host: '' } : undefined;
  }
}

async function isStale(path: string, { pid, host }: Owner): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return false;
  const silentMs = Date.now() - found.mtimeMs;
  if (silentMs < FRESH_MS) return host === hostname() && pid > 0 && !isAlive(pid);
  return !(host === hostname() && silentMs < ALIVE_MS && isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Two may find the same stale lock at once: what was moved away is put back unless it is the one that was judged. */
async function takeAway(path: string, judged: Owner): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return; // somebody else was faster
  }
  const moved = await readOwner(aside);
  if (moved && moved.token !== judged.token) await moveWhereFree(aside, path);
  else await rm(aside, { force: true });
}
