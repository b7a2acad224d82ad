import { carefulYaml, type YamlOptions } from './careful-yaml.js';
import type { Document } from './document.js';
import { plainYaml } from './plain-yaml.js';

/** Reads one YAML 1.2 document (core schema, merge keys). Never throws. Positions are found when they are asked for. */
export function readYaml(text: string, options: YamlOptions): Document {
  const value = plainYaml(text);
  if (value === undefined) return carefulYaml(text, options);
  let document: Document | undefined;
  return {
    value,
    locate: (...place) => (document ??= carefulYaml(text, options)).locate(...place),
    diagnostics: [],
  };
}
