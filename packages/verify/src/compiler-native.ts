import { join } from 'node:path';
import { hideEnvironmentUntil } from './hide-environment.js';
import type { Compiler, CompilerProblem } from './type-checker.js';

/**
 * TypeScript 7 through its `unstable/async` API. Unstable: the version is pinned exactly, and
 * whatever fails here makes the caller fall back to TypeScript 5.9.
 *
 * @throws when there is no compiler for this platform.
 */
export async function nativeCompiler(root: string): Promise<Compiler> {
  const [{ API }, { version }] = await Promise.all([
    import('@typescript/native/unstable/async'),
    import('@typescript/native'),
  ]);
  const api = new API({ cwd: root });
  const config = join(root, 'tsconfig.json');
  let opened = false;
  // Starts the process, so that a platform without a binary is noticed here.
  await hideEnvironmentUntil(() => api.updateSnapshot());
  return {
    name: 'typescript-native',
    version,
    check: async ({ relinked, ...changes }) => {
      if (opened && relinked) {
        // This makes it look for packages again, but not for new files of the project.
        const stale = await api.updateSnapshot({ fileChanges: { invalidateAll: true } });
        await stale.dispose();
      }
      const snapshot = await api.updateSnapshot(
        opened ? { fileChanges: changes } : { openProjects: [config] },
      );
      opened = true;
      try {
        const project = snapshot.getProjects().find((each) => each.configFileName === config);
        if (project === undefined) throw new Error('the compiler did not open tsconfig.json');
        const { program } = project;
        const found = await Promise.all([
          program.getConfigFileParsingDiagnostics(),
          program.getProgramDiagnostics(),
          program.getSyntacticDiagnostics(),
          program.getGlobalDiagnostics(),
          program.getSemanticDiagnostics(),
        ]);
        // Category 1 is an error; the rest are suggestions.
        return found
          .flat()
          .filter((each) => each.category === 1)
          .map(toProblem);
      } finally {
        await snapshot.dispose();
      }
    },
    close: () => api.close(),
  };
}

interface NativeDiagnostic {
  fileName?: string | undefined;
  pos: number;
  code: number;
  text: string;
  messageChain?: readonly NativeDiagnostic[] | undefined;
}

function toProblem(found: NativeDiagnostic): CompilerProblem {
  return {
    code: found.code,
    text: chain(found).join('\n'),
    ...(found.fileName === undefined ? {} : { file: found.fileName, start: found.pos }),
  };
}

const chain = (found: NativeDiagnostic, depth = 0): string[] => [
  `${'  '.repeat(depth)}${found.text}`,
  ...(found.messageChain ?? []).flatMap((each) => chain(each, depth + 1)),
];
