declare module '@npmcli/arborist' {
  import type { ArboristNode } from './arborist.js';

  export default class Arborist {
    constructor(options: { path: string; audit: boolean; ignoreScripts: boolean });
    loadVirtual(): Promise<ArboristNode>;
  }
}
