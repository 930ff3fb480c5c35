import type { TurnDeps } from "../deps.ts";
import { chosenOpening } from "../matching/opening.ts";
import type { Profile } from "../matching/ask.ts";
import type { TurnNode, TurnRequest } from "../turns/turn-state.ts";

/** Brings back what the turn builds on: the messages that no summary covers yet, and who asks. */
export function restoreNode({ history, catalog, settings }: TurnDeps): TurnNode {
  return async ({ request, session }) => {
    const [recent, profile] = await Promise.all([
      request.opens ? [] : history.messages(session.session_id, { limit: settings.recentMessages + 2 * settings.summaryEvery }),
      profileOf(catalog, request),
    ]);
    return { recent: recent.filter((message) => message.turn_id !== request.turnId && message.seq > session.summary_through_seq), profile, search: session.search_state };
  };
}

export async function profileOf(catalog: TurnDeps["catalog"], { userId, role, text }: Pick<TurnRequest, "userId" | "role" | "text">): Promise<Profile> {
  if (role === "job_seeker") return { role, resume: await catalog.resumeOf(userId) };
  const employer = await catalog.employerOf(userId);
  return { role, employer, job: employer === null ? null : chosenOpening(await catalog.jobsOf(employer._id, 50), text) };
}
