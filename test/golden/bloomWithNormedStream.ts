// BLOOM's fixture with its residual connections behind the norms: the one arrangement of norms that no fixture has.
import { join } from 'node:path';
import { copyOf, editJson } from '../unit/checkpoint/remadeFolder.ts';

export async function bloomWithNormedStream(): Promise<string> {
  const folder = await copyOf('bloom');
  await editJson(join(folder, 'config.json'), (json) => {
    json.apply_residual_connection_post_layernorm = true;
  });
  return folder;
}
