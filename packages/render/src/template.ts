import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';
import { PlugwrightError } from '@plugwright/errors';
import { embedded } from './embedded.gen.js';
import {
  type Code,
  codeSpan,
  commentText,
  envLine,
  identifier,
  jsonLiteral,
  markdownText,
  oneLine,
  promptText,
  propertyKey,
  stringLiteral,
  yamlText,
} from './encode.js';

function text(helper: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new PlugwrightError({
    code: 'PW_RENDER_TEMPLATE',
    message: `${helper} was given ${value === undefined ? 'nothing' : typeof value} instead of text`,
    hint: 'This is a fault of a template; please report it.',
  });
}

/** One per sink. `plain` is for words of our own (versions, file names of the tool), never for text of a spec. */
export const helpers: Record<string, (...values: unknown[]) => string> = {
  str: (value) => stringLiteral(text('str', value)),
  json: (value) => jsonLiteral(value),
  key: (value) => propertyKey(text('key', value)),
  ident: (value) => identifier(text('ident', value)),
  code: (value) => text('code', (value as Code | undefined)?.code),
  comment: (value) => commentText(text('comment', value)),
  jsonText: (value) => text('jsonText', JSON.stringify(value, null, 2)),
  md: (value) => markdownText(text('md', value)),
  span: (value) => codeSpan(text('span', value)),
  yaml: (value) => yamlText(text('yaml', value)),
  prompt: (value) => promptText(text('prompt', value)),
  envLine: (name, value) => envLine(text('envLine', name), text('envLine', value)),
  plain: (value) => {
    const plain = oneLine(text('plain', value));
    if (/^[\w.@/ +:-]*$/.test(plain)) return plain;
    throw new PlugwrightError({
      code: 'PW_RENDER_TEMPLATE',
      message: `plain was given ${JSON.stringify(plain)}`,
      hint: 'This is a fault of a template; please report it.',
    });
  },
};

type Template = (data: object, options: Handlebars.RuntimeOptions) => string;

let engine: typeof Handlebars | undefined;
const compiled = new Map<string, Template>();

/** Names of all templates, sorted. */
export const templateNames = (): string[] => Object.keys(embedded).sort();

/** The text that template `name` (path below `templates/`, without `.hbs`) makes of `data`; templates without placeholders were formatted when they were embedded. */
export function renderTemplate(name: string, data: object): { text: string; formatted: boolean } {
  const source = Object.hasOwn(embedded, name) ? embedded[name] : undefined;
  if (source === undefined)
    throw new PlugwrightError({
      code: 'PW_RENDER_TEMPLATE',
      message: `there is no template ${name}`,
      hint: 'Run `npm run embed` after adding a template.',
    });
  if (typeof source === 'function') return { text: (source as () => string)(), formatted: true };
  let template = compiled.get(name);
  if (template === undefined) {
    template = loadEngine().template(source as TemplateSpecification) as Template;
    compiled.set(name, template);
  }
  return { text: template(data, { allowProtoPropertiesByDefault: false }), formatted: false };
}

/** The runtime is CommonJS; `require` skips the scan for export names that `import` would do. */
function loadEngine(): typeof Handlebars {
  if (engine === undefined) {
    engine = (
      createRequire(import.meta.url)('handlebars/runtime.js') as typeof Handlebars
    ).create() as typeof Handlebars;
    for (const [helper, encode] of Object.entries(helpers))
      engine.registerHelper(helper, (...given: unknown[]) => encode(...given.slice(0, -1)));
  }
  return engine;
}
