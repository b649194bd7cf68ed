// Checks the address of the hub, or of a mirror, that somebody typed. Knows no setting.
import type { Failure } from '../contract/failure.ts';

export const HUGGING_FACE = 'https://huggingface.co';

/**
 * The address without slashes at its end; that of Hugging Face where the text is empty. Fails with
 * hub-endpoint-invalid.
 */
export function checkedEndpoint(text: string): string {
  const endpoint = text.trim().replace(/\/+$/, '') || HUGGING_FACE;
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const plain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[?#]/.test(endpoint);
  if (!plain) throw { code: 'hub-endpoint-invalid', endpoint: text } satisfies Failure;
  return endpoint;
}
