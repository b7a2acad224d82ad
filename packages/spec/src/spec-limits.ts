/** Limits of a spec. A reader that meets more cuts and says so; a hand-written spec is refused. */
export const specLimits = {
  /** Bytes of the YAML or JSON text. */
  bytes: 256 * 1024,
  /** Bytes of the operations under `lazy`, which do not count into `bytes`. */
  lazyBytes: 4 * 1024 * 1024,
  /** Actions, providers, evaluators, services, routes, events, tasks and models together. */
  components: 64,
  /** Characters of any one text. */
  text: 4000,
} as const;
