import { inspect } from "node:util";
import { expect } from "vitest";
import { AuthenticationError, type Authenticator } from "../authenticator.ts";
import { SECRET } from "./portal.ts";

/** Why a token is refused. Nothing of it, nor anything called canary, is in the error and in what a log would make of that. */
export async function refusal(by: Authenticator, token: string): Promise<AuthenticationError> {
  const error = await by.verify(token).then(
    () => expect.fail("the token was accepted"),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(AuthenticationError);
  const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
  for (const secret of [...token.split(".").filter((part) => part.length > 5), SECRET, "canary"]) expect(shown).not.toContain(secret);
  return error as AuthenticationError;
}
