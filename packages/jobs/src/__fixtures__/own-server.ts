/** A server of a test alone, with a directory and a port of its own, that is killed and started again. */
export interface OwnServer {
  url: string;
  port: number;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Kills it and removes its directory. */
  stop(): Promise<void>;
}
