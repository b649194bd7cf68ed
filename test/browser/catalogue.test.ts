// The catalogue in the list of models of the real workbench: by group, with what is special below, and both forms to choose.
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../scripts/workbench/workbench.ts';
import { comesToMatch } from './becomes.ts';
import { sharedWorkbench } from './sharedWorkbench.ts';
import { testsWith } from './testsWith.ts';

let workbench: Workbench;

const test = testsWith({
  once: async () => {
    ({ workbench } = await sharedWorkbench());
  },
  after: async () => await workbench.page.keyboard.press('Escape'), // a list that a test left open
});

test('what is special about a model is found by typing it', async () => {
  const input = await openList();
  await input.fill('attention sinks');
  await listed('openai/gpt-oss-20b').waitFor();
  await comesToMatch(
    () => listed('openai/gpt-oss-20b').innerText(),
    /13\.8 GB .*Experts, attention sinks in every head/s,
  );
});

test('the hub’s gate is marked beside the licence', async () => {
  const input = await openList();
  await input.fill('Llama-3.2-1B');
  await comesToMatch(
    () => listed('meta-llama/Llama-3.2-1B').innerText(),
    /2\.47 GB · GGUF 808 MB · .*llama3\.2, gated/s,
  );
});

test('a model in two forms: one is chosen, by its size and the memory that it takes', async () => {
  const input = await openList();
  await input.fill('Qwen3-0.6B');
  await listed('GGUF 639 MB').click();
  await listed('GGUF Q8_0').waitFor();
  await comesToMatch(() => listed('safetensors').innerText(), /1\.5 GB · .*about 1\.69 GB of memory/s);
  await comesToMatch(() => listed('GGUF Q8_0').innerText(), /639 MB · .*about 1\.02 GB of memory/s);
  await comesToMatch(() => input.getAttribute('placeholder'), /^This machine has [\d.]+ [GT]B of memory\.$/);
});

async function openList(): Promise<Locator> {
  await workbench.begin('Choose Model');
  await listed('openai-community/gpt2').waitFor();
  return workbench.page.locator('.quick-input-widget input');
}

function listed(text: string): Locator {
  return workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
}
