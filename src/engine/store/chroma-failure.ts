import { ChromaClientError, ChromaConnectionError, ChromaForbiddenError, ChromaNotFoundError, ChromaServerError, ChromaUnauthorizedError } from "chromadb";
import { z } from "zod";
import { RolecallError } from "../errors.ts";

/** An answer that is none, as the client would throw it. */
export async function refusalOf(response: Response): Promise<Error> {
  const said = `${response.status}: ${(await response.text()).slice(0, 200)}`;
  if (response.status === 401) return new ChromaUnauthorizedError(said);
  if (response.status === 403) return new ChromaForbiddenError(said);
  if (response.status === 404) return new ChromaNotFoundError(said);
  return response.status < 500 ? new ChromaClientError(said) : new ChromaServerError(said);
}

/** ChromaDB's own words can quote the address with its credentials, so they stay in the cause. */
export function chromaFailure(cause: unknown): RolecallError {
  if (cause instanceof RolecallError) return cause;
  if (cause instanceof ChromaUnauthorizedError || cause instanceof ChromaForbiddenError) {
    return new RolecallError("credentials", "ChromaDB does not accept the credentials, or does not let them do that.", {
      hint: "Check CHROMA_API_KEY, or the credentials in CHROMA_URL.",
      cause,
    });
  }
  const unreadable = cause instanceof z.ZodError || cause instanceof SyntaxError;
  return new RolecallError(
    "storage_unavailable",
    unreadable ? "ChromaDB gave an answer that cannot be read." : "ChromaDB cannot be reached, or did not answer in time.",
    { hint: "Check CHROMA_URL and the server, then try again.", cause, facts: { reason: cause instanceof Error ? cause.name : "unknown" } },
  );
}

/** The connection failed, as `fetch` and the client tell it. */
export function isBroken(error: unknown): boolean {
  return error instanceof ChromaConnectionError || error instanceof TypeError;
}

/** What the server does not have. */
export function isMissing(error: unknown): boolean {
  return error instanceof ChromaNotFoundError;
}

/** The server has understood the request and does not take it. */
export function isRefused(error: unknown): boolean {
  return isMissing(error) || error instanceof ChromaClientError;
}
