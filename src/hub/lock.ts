// An inter-process lock, so that a model is downloaded once at a time on this machine and on others that share the
// folder: a lock file whose time of change is a heartbeat. Who finds it waits; a lock whose owner is gone is taken
// over. Knows nothing about downloads.
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { diskFailure } from './diskFailure.ts';
import { pause } from './retry.ts';

export interface Lock {
  /**
   * Whether the lock is still held. Another window may have taken it over if this one seemed dead, as on a machine that
   * slept.
   */
  isOurs(): Promise<boolean>;
  release(): Promise<void>;
}

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

const HEARTBEAT_MS = 5_000;
/** An owner that missed four heartbeats may be gone. */
const FRESH_MS = 20_000;
/**
 * A process with the owner's id may be the owner, busy or suspended; after this time it is taken for another process
 * with the same id.
 */
const ALIVE_MS = 600_000;
const POLL_MS = 300;

export interface TakeLockOptions {
  readonly signal: AbortSignal;
  /** Called before each look while somebody else has the lock. True ends the waiting, without the lock. */
  readonly onWait: () => Promise<boolean>;
}

/** The lock; undefined where onWait ended the waiting. Fails with folder-unwritable, disk-full, cancelled. */
export async function takeLock(path: string, { signal, onWait }: TakeLockOptions): Promise<Lock | undefined> {
  const owner: Owner = { token: randomUUID(), pid: process.pid, host: hostname() };
  while (!(await create(path, owner))) {
    const other = await readOwner(path);
    if (other && (await isStale(path, other))) await removeStale(path, other);
    else if (await onWait()) return undefined;
    else await pause(POLL_MS, signal);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // the lock is gone, as isOurs() will say
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const isOurs = async () => (await readOwner(path))?.token === owner.token;
  return {
    isOurs,
    release: async () => {
      clearInterval(heartbeat);
      if (await isOurs()) await rm(path, { force: true });
    },
  };
}

/**
 * Makes the lock file; false where there is one. It is written elsewhere and linked, so that nobody finds it half
 * written.
 */
async function create(path: string, owner: Owner): Promise<boolean> {
  const unwritable = diskFailure(dirname(path));
  const temporary = `${path}.${owner.token}`;
  const handle = await open(temporary, 'wx').catch(unwritable);
  try {
    await handle.writeFile(JSON.stringify(owner));
  } catch (error) {
    await unwritable(error);
  } finally {
    await handle.close();
  }
  return await moveUnlessTaken(temporary, path).catch(unwritable);
}

/**
 * Moves a file; false where the name is taken. File systems without hard links (exFAT) get a copy, opened so that only
 * one process can make it.
 */
async function moveUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EISDIR') throw error;
    return await copyUnlessTaken(from, to);
  } finally {
    await rm(from, { force: true });
  }
}

async function copyUnlessTaken(from: string, to: string): Promise<boolean> {
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

/**
 * The owner of a lock; undefined where the file is gone or not yet whole. A file that stays broken has an owner without
 * a name.
 */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const { token, pid, host } = JSON.parse(await readFile(path, 'utf8'));
    return { token: String(token), pid: Number(pid), host: String(host) };
  } catch (error) {
    const stats = await stat(path).catch(() => undefined);
    const old = stats !== undefined && Date.now() - stats.mtimeMs > FRESH_MS;
    return old && error instanceof SyntaxError ? { token: '', pid: 0, host: '' } : undefined;
  }
}

async function isStale(path: string, { pid, host }: Owner): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) return false;
  const silentMs = Date.now() - stats.mtimeMs;
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

/**
 * Removes a stale lock. Two may find the same one at once, so that what was moved away is put back unless it is the
 * lock that was judged.
 */
async function removeStale(path: string, judged: Owner): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return; // somebody else was faster
  }
  const moved = await readOwner(aside);
  if (moved && moved.token !== judged.token) await moveUnlessTaken(aside, path);
  else await rm(aside, { force: true });
}
