// A model of Ollama's library as people paste it: its page, its name with a tag, or the command that fetches it. Tokenscope
// fetches nothing from there. Knows no network.

const HOSTS = /^(?:https?:\/\/)?(?:www\.)?(?:ollama\.com|registry\.ollama\.ai)\/([^?#]+)/i;
/** Pages that are no models. */
const OTHERS = ['api', 'blog', 'cloud', 'docs', 'download', 'models', 'pricing', 'search', 'settings', 'signin', 'v2'];
/** namespace/model:tag, of which model is needed. */
const NAME = /^(?:[A-Za-z0-9_][\w.-]*\/)?[A-Za-z0-9_][\w.-]+(?::[\w.-]+)?$/;

/** 'https://ollama.com/library/llama3.2:1b' → 'llama3.2:1b'; undefined where it is none of its models. */
export function ollamaNameIn(text: string): string | undefined {
  const path = HOSTS.exec(text)?.[1];
  if (path === undefined) return /^[^/]+:/.test(text) ? checkedName(text) : undefined;
  const [first, second] = path.split('/').filter((part) => part !== '');
  if (first === undefined || OTHERS.includes(first)) return undefined;
  if (second === undefined) return checkedName(first);
  return checkedName(first === 'library' ? second : `${first}/${second}`);
}

/** The name behind `ollama run`, with or without a tag. */
export function ollamaNameInCommand(text: string): string | undefined {
  return ollamaNameIn(text) ?? checkedName(text);
}

function checkedName(text: string): string | undefined {
  return NAME.test(text) ? text : undefined;
}
