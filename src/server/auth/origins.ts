/**
 * Whether a page of this origin may open a socket. Browsers always say where a page comes from, and a page cannot change that. No origin
 * at all is therefore a program (the command line, Python), and allowed: the token is never ambient, as a cookie would be, so that nobody
 * can be made to show it unknowingly. `null` stands for any sandboxed page or local file, and is never allowed.
 */
export function originAllowed(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined) return true;
  return origin !== "null" && allowed.includes(origin);
}
