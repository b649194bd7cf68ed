// npm run bench -- --profile: what Node's profiler sees of each process of the bench itself (.cpuprofile, for VS Code or
// Chromium's tools), and onnxruntime's own times of every node of each session that it opens (.json, for chrome://tracing or
// ui.perfetto.dev), numbered in the order in which they were opened. The packaged engine and VS Code are not profiled.
import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';

/** Child processes read from here where profiles are to go. */
const VARIABLE = 'TOKENSCOPE_BENCH_PROFILES';

export function profileInto(folder: string): void {
  mkdirSync(folder, { recursive: true });
  process.env[VARIABLE] = folder;
}

/** Does the work, with profiles of this process where they were asked for. */
export async function profiled<Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> {
  const folder = process.env[VARIABLE];
  if (folder === undefined) return await work();
  const path = join(folder, `${name}-${process.pid}`);
  const endSessions = profileSessions(path);
  const inspector = new Session();
  inspector.connect();
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.start');
  try {
    return await work();
  } finally {
    const { profile } = await inspector.post('Profiler.stop');
    inspector.disconnect();
    writeFileSync(`${path}.cpuprofile`, JSON.stringify(profile));
    endSessions();
  }
}

/** Sessions that are opened from now on write what they did when they are released, or when the result is called. */
function profileSessions(path: string): () => void {
  type Create = (model: Uint8Array, options: InferenceSession.SessionOptions) => Promise<InferenceSession>;
  const factory = InferenceSession as unknown as { create: Create };
  const create = factory.create;
  const open = new Set<InferenceSession>();
  let count = 0;
  factory.create = async (model, options) => {
    const profileFilePrefix = `${path}-session-${String(count++).padStart(3, '0')}`;
    const session = await create(model, { ...options, enableProfiling: true, profileFilePrefix });
    open.add(session);
    const release = session.release.bind(session);
    session.release = async () => {
      if (open.delete(session)) session.endProfiling();
      await release();
    };
    return session;
  };
  return () => {
    factory.create = create;
    for (const session of open) session.endProfiling();
  };
}
