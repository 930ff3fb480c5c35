import type { Job } from "../catalog/records.ts";
import type { TurnDeps } from "../deps.ts";
import type { Profile } from "../matching/ask.ts";
import { chosenOpening } from "../matching/opening.ts";
import { recentMessages, unsummarised } from "../sessions/recent-messages.ts";
import type { StoredMessage } from "../sessions/session.ts";
import type { TurnNode, TurnRequest } from "../turns/turn-state.ts";

const OPENINGS = 50;

/** Brings back what the turn builds on: the messages that no summary covers yet, and who asks. */
export function restoreNode(deps: TurnDeps): TurnNode {
  const { history, catalog, settings } = deps;
  const cached = recentMessages(deps);
  return async ({ request, session }) => {
    const messagesBefore = async (): Promise<StoredMessage[]> => {
      if (request.opens) return [];
      // One more than are wanted: the turn's own message is among the stored ones already.
      return (await cached.read(session)) ?? history.messages(session.session_id, { limit: unsummarised(settings) + 1 });
    };
    const [recent, known] = await Promise.all([messagesBefore(), profileOf(catalog, request)]);
    return {
      ...known,
      recent: recent.filter((message) => message.turn_id !== request.turnId && message.seq > session.summary_through_seq),
      search: session.search_state,
    };
  };
}

/** Who asks, and an employer's own jobs; which of them a search is for, {@link forOpening} tells. */
export async function profileOf(
  catalog: TurnDeps["catalog"],
  { userId, role }: Pick<TurnRequest, "userId" | "role">,
): Promise<{ profile: Profile; openings: Job[] }> {
  if (role === "job_seeker") return { profile: { role, resume: await catalog.resumeOf(userId) }, openings: [] };
  const employer = await catalog.employerOf(userId);
  return { profile: { role, employer, job: null }, openings: employer === null ? [] : await catalog.jobsOf(employer._id, OPENINGS) };
}

export function forOpening(profile: Profile, openings: readonly Job[], asked: Parameters<typeof chosenOpening>[1]): Profile {
  return profile.role === "employer" ? { ...profile, job: chosenOpening(openings, asked) } : profile;
}
