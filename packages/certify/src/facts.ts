/** What a check can be backed by: known, or not known with the reason. `undefined` means that nobody looked. */
export interface GateFact {
  status: 'passed' | 'failed' | 'skipped';
  tool?: string | undefined;
  version?: string | undefined;
  durationMs?: number | undefined;
  /** Level at which the plugin's code ran: `sandbox`, `restricted`, `none`. */
  isolation?: string | undefined;
  /** First problems, in words; or why it did not run. */
  reasons: readonly string[];
  /** It could not be judged here: a package it needs is not installed, say. */
  inconclusive?: boolean | undefined;
}

/** A finding of the scanner, as far as the policy needs it. */
export interface FindingFact {
  /** `PW-S-101` */
  id: string;
  /** `command-injection` */
  rule: string;
  severity: 'low' | 'medium' | 'high' | 'critical';
  path: string;
  line: number;
  message: string;
  /** Reason of the waiver that covers it. */
  waived?: string | undefined;
}

/** One scan. */
export interface ScanFact {
  files: number;
  complete: boolean;
  findings: readonly FindingFact[];
}

/** What a plugin may do, or was seen to do. */
export interface Capabilities {
  hosts: readonly string[];
  files: readonly string[];
  environment: readonly string[];
  processes: readonly string[];
}

export type CapabilityKind = keyof Capabilities;

/** A figure of the benchmark. */
export interface MeasureFact {
  /** `cold-load`, `handler ACTION_NAME` */
  name: string;
  /** `ms`, `bytes`, `%` */
  unit: string;
  /** Median. */
  value: number;
  /** 95th percentile, where there are enough samples. */
  p95?: number | undefined;
  /** Interquartile range. */
  spread?: number | undefined;
  samples?: number | undefined;
  /** Most that the budget allows. */
  budget?: number | undefined;
  /** Whose budget it is. */
  setBy?: 'author' | 'policy' | undefined;
}

/** Everything that was found out about a plugin, as plain JSON. What nobody found out is absent, and its checks are not evaluated. */
export interface CertificateFacts {
  factsVersion: 1;
  plugin: { name: string; version: string };
  /** ISO 8601. */
  collectedAt: string;
  /** The bytes the certificate is about. */
  package: {
    file: string;
    sha256: string;
    bytes: number;
    /** Path in the package → SHA-256. */
    files: Readonly<Record<string, string>>;
    /** The same bytes whenever the same files are packed; or why not. */
    deterministic?: { ok: boolean; reason: string } | undefined;
  };
  /** What it was made from, when it was not given as a tarball. */
  source?: { sha256: string; files: number; spec?: string | undefined } | undefined;
  /** How the built files came to be. */
  build?:
    | {
        /** `tsc`: made here from the source; `given`: they were there. */
        recipe: 'tsc' | 'given';
        tool?: string | undefined;
        version?: string | undefined;
        /** SHA-256 of the package that a second, clean build gave. */
        again?: string | undefined;
        /** Why there was no second build. */
        reason?: string | undefined;
      }
    | undefined;
  generator?:
    | { name: string; version: string; model?: string | undefined; prompt?: string | undefined }
    | undefined;
  tools: Readonly<Record<string, string>>;
  /** Where it was done. */
  machine: { node: string; platform: string; arch: string };
  isolation?:
    | {
        level: string;
        driver: string;
        /** Attempts to get out that were made, and that succeeded. */
        attempts: number;
        open: readonly string[];
        reason?: string | undefined;
      }
    | undefined;
  /** The gates by name: `parse`, `types`, `bundle`, `boot`, `tests`. */
  gates?: Readonly<Record<string, GateFact>> | undefined;
  /** `compilerOptions.strict` of the plugin's own configuration. */
  strict?: boolean | undefined;
  /** The packed files, loaded in a real runtime. */
  loads?: GateFact | undefined;
  tests?:
    | {
        total: number;
        passed: number;
        /** Components by name, and those that no passed test names. */
        components: readonly string[];
        untested: readonly string[];
      }
    | undefined;
  /** Lines of the plugin's own source that its tests ran, in percent. */
  coverage?:
    | {
        lines: number;
        covered: number;
        percent: number;
        /** Lines of the generator's own library, unchanged, which is tested there; not in `lines`. */
        libraryLines?: number | undefined;
      }
    | undefined;
  mutation?: { tried: number; killed: number; percent: number } | undefined;
  /** Requests that left for somewhere else than the fixtures while it ran; `closed`: there was no network. */
  network?: { closed: boolean; unexpected: readonly string[] } | undefined;
  sourceScan?: ScanFact | undefined;
  packageScan?: ScanFact | undefined;
  /** Secrets in earlier versions of the source; `versions`: of files, that were read. */
  history?: { versions: number; secrets: readonly string[] } | undefined;
  manifest: {
    license?: string | undefined;
    licenseFile: boolean;
    /** Dependencies that come from an address, a folder or a repository. */
    unusualDependencies: readonly string[];
    /** Run-time dependencies and peers with their ranges. */
    dependencies: Readonly<Record<string, string>>;
  };
  environment?: { declared: readonly string[]; undeclared: readonly string[] } | undefined;
  audit?:
    | {
        answer: 'clean' | 'vulnerable' | 'unknown';
        asked: number;
        answered: number;
        asOf?: string | undefined;
        ageDays?: number | undefined;
        limitDays: number;
        stale: boolean;
        sentence: string;
        /** SHA-256 of the advisory data that was used. */
        digest?: string | undefined;
        /** `high lodash@4.17.15 GHSA-…`; those with a waiver that holds are not here. */
        findings: readonly {
          severity: string;
          package: string;
          id: string;
          waived?: string | undefined;
        }[];
      }
    | undefined;
  lock?:
    | {
        /** The lockfile that names them: `package-lock.json`, or the store that it was built with. */
        from: string;
        packages: number;
        /** In no lockfile, or without integrity. */
        unpinned: readonly string[];
        /** Not in any registry that was asked. */
        missing: readonly string[];
        /** Names that look like another's; `undefined`: not compared. */
        lookalikes?: readonly string[] | undefined;
      }
    | undefined;
  sbom?:
    | {
        format: 'CycloneDX';
        specVersion: string;
        components: number;
        /** Dependencies that `package.json` names and the list has not. */
        missing?: readonly string[] | undefined;
      }
    | undefined;
  permissions?:
    | {
        declared?: Capabilities | undefined;
        observed?: Capabilities | undefined;
        /** Observed and not declared, in words. */
        outside?: readonly string[] | undefined;
      }
    | undefined;
  performance?:
    | {
        machine: string;
        runs: number;
        measures: readonly MeasureFact[];
        /** What budgets are held against. */
        spent?:
          | {
              bundleBytes?: number | undefined;
              bootMs?: number | undefined;
              actionMs?: number | undefined;
              memoryBytes?: number | undefined;
            }
          | undefined;
        /** Actions, providers, services and whatever else it consists of. */
        components?: number | undefined;
        /** What was called for the memory, services by being started and stopped: `action GET_PET`. */
        exercised?: readonly string[] | undefined;
        /** What could not be, with the reason: `service watch: the port is taken`. */
        notExercised?: readonly string[] | undefined;
        /** Growth of memory over 1,000 calls, in percent. */
        memoryGrowth?: number | undefined;
        /** Timers, sockets and the like that were open after stop(). */
        handlesLeft?: number | undefined;
      }
    | undefined;
  review?:
    | {
        reviewer: string;
        date: string;
        statement: string;
        /** Accepted when absent. */
        verdict?: 'accepted' | 'rejected' | undefined;
      }
    | undefined;
  provenance?:
    | { builder: string; signer: string; verified: boolean; reason?: string | undefined }
    | undefined;
  /** Digests of what the certificate is bound to, by file name. */
  attachments?: Readonly<Record<string, string>> | undefined;
  /** The key that the certificate will be signed with. */
  signer?: { keyid: string; name: string } | undefined;
}
