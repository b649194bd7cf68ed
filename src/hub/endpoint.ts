// The address of the hub, or of a mirror, as a setting holds it. Knows no setting.
import type { Failure } from '../contract/failure.ts';

export const HUGGING_FACE = 'https://huggingface.co';

/** Without the slashes at its end; empty: Hugging Face. Fails with hub-endpoint-invalid. */
export function checkedEndpoint(text: string): string {
  const endpoint = text.trim().replace(/\/+$/, '') || HUGGING_FACE;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const plain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[?#]/.test(endpoint);
  if (!plain) throw { code: 'hub-endpoint-invalid', endpoint: text } satisfies Failure;
  return endpoint;
}
