export interface Finding {
  status: "ok" | "warn" | "fail";
  detail: string;
  /** What to do about it; null when there is nothing to do. */
  fix: string | null;
}

export interface Fixing {
  /** How far it is, in words. */
  onProgress?: (text: string) => void;
  /** Stops before embeddings cost more. @see RolecallError `cost_limit` */
  maxCostUsd?: number;
  signal?: AbortSignal;
}

/** What one store or service needs to be looked after, for `doctor`. Its adapter brings it. */
export interface Maintenance {
  /** Names the check. */
  readonly id: string;
  /** It reads whole collections and computes, and takes the time that needs. */
  readonly thorough?: true;
  /** Looks and changes nothing. What it throws is a failed check. */
  inspect(): Promise<Finding>;
  /** Puts right what was found, as often as it is called, and says what was done. Absent: only people can. */
  fix?(options: Fixing): Promise<string>;
}

export const ok = (detail: string): Finding => ({ status: "ok", detail, fix: null });
export const warn = (detail: string, fix: string): Finding => ({ status: "warn", detail, fix });
export const fail = (detail: string, fix: string): Finding => ({ status: "fail", detail, fix });
