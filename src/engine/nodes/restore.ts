import type { Job } from "../catalog/records.ts";
import type { TurnDeps } from "../deps.ts";
import type { Profile } from "../matching/ask.ts";
import { chosenOpening } from "../matching/opening.ts";
import type { TurnNode, TurnRequest } from "../turns/turn-state.ts";

const OPENINGS = 50;
/** Messages a prompt may hold word for word: those between two summaries, and as many again should one be late or fail. */
const unsummarised = ({ recentMessages, summaryEvery }: TurnDeps["settings"]) => recentMessages + 4 * summaryEvery;

/** Brings back what the turn builds on: the messages that no summary covers yet, and who asks. */
export function restoreNode({ history, catalog, settings }: TurnDeps): TurnNode {
  return async ({ request, session }) => {
    const [recent, known] = await Promise.all([
      request.opens ? [] : history.messages(session.session_id, { limit: unsummarised(settings) + 1 }),
      profileOf(catalog, request),
    ]);
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
