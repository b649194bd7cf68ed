// Attribution against references that Hugging Face's own models computed with hooks.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { LAB_TOLERANCE, labErrors } from './labErrors.ts';

const LABS = join(import.meta.dirname, 'lab');
const FIXTURES = join(import.meta.dirname, 'fixtures');

for (const name of readdirSync(LABS, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []))) {
  test(`${name}: as the reference has it, by every method`, async () => {
    const errors = await labErrors(join(LABS, name), ({ checkpoint }) => join(FIXTURES, basename(checkpoint)));
    for (const method of ['dla', 'hide', 'ablate', 'patch', 'steer', 'valueweighted', 'rollout', 'flow']) {
      const error = errors.get(method) ?? assert.fail(`${method} is not computed`);
      assert.ok(error <= LAB_TOLERANCE, `${method} differs by ${error}`);
    }
  });
}
