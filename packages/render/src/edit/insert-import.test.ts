import { describe, expect, it } from 'vitest';
import { insertImport } from './insert-import.js';
import { openSources } from './sources.js';

function inserted(
  text: string,
  more: Record<string, string> = {},
  module = 'src/actions/m',
): string {
  const sources = openSources(new Map([['src/index.ts', text], ...Object.entries(more)]));
  return insertImport(sources, sources.parse('src/index.ts'), 'x', module);
}

describe('an import', () => {
  it.each([
    [
      'first of its folder',
      "import a from './actions/z.js';\n",
      "import { x } from './actions/m.js';\nimport a from './actions/z.js';\n",
    ],
    [
      'last of its folder',
      "import a from './actions/a.js';\nimport 'z';\n",
      "import a from './actions/a.js';\nimport { x } from './actions/m.js';\nimport 'z';\n",
    ],
    [
      'between its siblings',
      "import a from './actions/a.js'; // 1\nimport z from './actions/z.js';\n",
      "import a from './actions/a.js'; // 1\nimport { x } from './actions/m.js';\nimport z from './actions/z.js';\n",
    ],
    [
      'after siblings without order',
      "import z from './actions/z.js';\nimport a from './actions/a.js';\nimport 'z';\n",
      "import z from './actions/z.js';\nimport a from './actions/a.js';\nimport { x } from './actions/m.js';\nimport 'z';\n",
    ],
    [
      'after the last import',
      "import 'a';\nconst b = 1;\nimport 'c';\n",
      "import 'a';\nimport { x } from './actions/m.js';\nconst b = 1;\nimport 'c';\n",
    ],
    [
      'behind an import at the very end',
      "import 'a';",
      "import 'a';\nimport { x } from './actions/m.js';",
    ],
    ['on top of code', 'const a = 1;\n', "import { x } from './actions/m.js';\nconst a = 1;\n"],
    ['of an empty file', '', "import { x } from './actions/m.js';\n"],
    [
      'below a shebang',
      '#!/usr/bin/env node\nconst a = 1;\n',
      "#!/usr/bin/env node\nimport { x } from './actions/m.js';\nconst a = 1;\n",
    ],
    [
      'below a directive',
      "'use strict';\nconst a = 1;\n",
      "'use strict';\nimport { x } from './actions/m.js';\nconst a = 1;\n",
    ],
    [
      'below a lonely directive',
      "'use strict';\n",
      "'use strict';\nimport { x } from './actions/m.js';\n",
    ],
    [
      'below a header',
      '// Licence\n\n// about a\nconst a = 1;\n',
      "// Licence\nimport { x } from './actions/m.js';\n\n// about a\nconst a = 1;\n",
    ],
    [
      'below a checker comment',
      '// @ts-check\nconst a = 1;\n',
      "// @ts-check\nimport { x } from './actions/m.js';\nconst a = 1;\n",
    ],
    [
      'above a comment about the code',
      '/** About a */\nconst a = 1;\n',
      "import { x } from './actions/m.js';\n/** About a */\nconst a = 1;\n",
    ],
    [
      'in the file’s style',
      'import {a} from "./a.ts"\nconst b = 1\n',
      'import {a} from "./a.ts"\nimport {x} from "./actions/m.ts"\nconst b = 1\n',
    ],
    [
      'without an extension',
      "import a from './a';\n",
      "import a from './a';\nimport { x } from './actions/m';\n",
    ],
    ['with CRLF', "import 'a';\r\n", "import 'a';\r\nimport { x } from './actions/m.js';\r\n"],
  ])('goes %s', (_name, before, after) => {
    expect(inserted(before)).toBe(after);
  });

  it('follows the other files where its own shows nothing', () => {
    const text = inserted('', {
      'src/other.ts': 'import { a } from "./deep/a"\n',
      'src/deep/a.ts': '',
    });
    expect(text).toBe('import { x } from "./actions/m"\n');
  });

  it('of a neighbour has no folder to be sorted into', () => {
    const text = inserted(
      "import z from './z.js';\nimport data from './data.json';\n",
      {},
      'src/m',
    );
    expect(text).toContain("'./data.json';\nimport { x } from './m.js';");
  });

  it('of a folder above starts with dots', () => {
    const text = inserted("import z from './z.js';\n", {}, 'lib/m');
    expect(text).toContain("import { x } from '../lib/m.js';");
  });
});
