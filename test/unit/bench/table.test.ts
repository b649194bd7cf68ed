import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withCase } from '../../bench/table.ts';

const EMPTY = `# Page

<!-- npm run bench -- --table -->
<!-- end of what the bench wrote -->
The end.
`;

test('makes rows of what has the same figures, and columns of the figures', () => {
  const figures = [{ '8 tokens': { ours: { ms: 2 }, theirs: { ms: 4, 'ours, times': 0.5 } } }, { threads: 2 }];
  const page = withCase(EMPTY, { name: 'read', what: 'reading', measured: 'Today.', figures });
  assert.equal(
    page,
    `# Page

<!-- npm run bench -- --table -->

### read

Reading. Today.

|  | ms | ours, times |
| --- | ---: | ---: |
| 8 tokens: ours | 2 |  |
| 8 tokens: theirs | 4 | 0.5 |

|  |  |
| --- | ---: |
| threads | 2 |

<!-- end of what the bench wrote -->
The end.
`,
  );
});

test('puts a case that was measured again in its old place', () => {
  const measured = (page: string, name: string, value: number) =>
    withCase(page, { name, what: 'what', measured: 'Now.', figures: [{ value }] });
  const both = measured(measured(EMPTY, 'one', 1), 'two', 2);
  const again = measured(both, 'one', 3);
  assert.equal(again, both.replace('| value | 1 |', '| value | 3 |'));
  assert.notEqual(again, both);
});

test('refuses a page without its marks', () => {
  assert.throws(() => withCase('# Page', { name: 'one', what: 'what', measured: '', figures: [] }), /has no <!--/);
});
