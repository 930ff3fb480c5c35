const KEY = "rolecall.visit";

/** Who spoke in this tab, and where, so that a page that is loaded again goes on. Never a token. */
export interface Visit {
  person: string;
  sessionId: string | null;
}

export function lastVisit(): Visit | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Visit | null;
  } catch {
    return null;
  }
}

export function remember(person: string | null, sessionId: string | null): void {
  if (person === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify({ person, sessionId } satisfies Visit));
}
