// An extension beside the one under test, in the same extension host: what nobody catches there is written down, and in all
// processes that the host starts from now on. VS Code takes NODE_OPTIONS away from its own processes, hence not there.
import './recordUncaught.mjs';

export function activate() {
  process.env.NODE_OPTIONS = `--import=${new URL('recordUncaught.mjs', import.meta.url).href}`;
}
