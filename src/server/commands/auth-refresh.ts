import { type AuthenticationFailure, AuthenticationError, type Identity } from "../auth/authenticator.ts";
import { RolecallError } from "../../engine/index.ts";
import { Refusal } from "../refusal.ts";
import type { CommandContext, Handler } from "./context.ts";

export const authRefresh: Handler<"auth.refresh"> = async (context, { token }) => {
  const { userId, role, expiresAt } = await verify(context, token);
  const { actor } = context;
  if (userId !== actor.userId || role !== actor.role) context.forbid("The token is of another user or role");
  else context.extend(expiresAt);
  return { tokenExpiresAt: expiresAt };
};

async function verify({ verify, metrics }: CommandContext, token: string): Promise<Identity> {
  try {
    return await verify(token);
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    metrics.authenticationFailed(error.failure);
    throw refusals[error.failure](error);
  }
}

const refusals: Record<AuthenticationFailure, (error: AuthenticationError) => Error> = {
  unauthenticated: (cause) =>
    new Refusal("unauthenticated", cause.message, { hint: "Sign in again; the connection stays until its present token expires.", cause }),
  forbidden: (cause) => new RolecallError("forbidden", cause.message, { hint: "The connection stays until its present token expires.", cause }),
  unavailable: (cause) => new Refusal("auth_unavailable", cause.message, { hint: "Try again before the present token expires.", cause }),
};
