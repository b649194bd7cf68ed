// npm run rooms [-- DIR]: the rooms of the house (or of another checkout) as text. --lint writes the linter's allow
// lists.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSources } from './house/importGraph.ts';
import { LINT_FILE, lintRules } from './house/lintRules.ts';
import { picture } from './house/picture.ts';

const [argument = '.'] = process.argv.slice(2);
if (argument === '--lint') writeFileSync(LINT_FILE, lintRules());
else console.log(picture(readSources(resolve(argument), ['src', 'webview'])));
