import { CachedAnswer, answerKey } from "../cache/answers.ts";
import { contentHash } from "../catalog/hash.ts";
import { offeredOf } from "../catalog/offered.ts";
import type { TurnDeps } from "../deps.ts";
import type { SearchState } from "../intent/intent.ts";
import type { Profile } from "../matching/ask.ts";
import type { Match } from "../matching/match.ts";
import { WEIGHTS } from "../matching/weights.ts";
import { type TurnNode, type TurnState, emit } from "../turns/turn-state.ts";
import { questionOf } from "./repeated-question.ts";
import { needsRecords, payloadType } from "./scope.ts";

/** The same intent against the same profile, filters and index is answered from the cache: no model, embedding or vector call. */
export function repeatNode(deps: TurnDeps): TurnNode {
  const { cache, catalog, settings, log } = deps;
  return async (state, config) => {
    if (settings.answerTtlMs === 0 || !needsRecords(state.understanding.intent)) return { cache: "off", cacheKey: null };
    const version = await catalog.version();
    const cacheKey = keyOf(deps, state, version);
    const text = await cache.get(cacheKey).catch((error: unknown) => {
      log.warn({ reason: error instanceof Error ? error.name : "unknown" }, "The cache cannot be read.");
      return undefined;
    });
    if (text === undefined) return { cache: "off", cacheKey: null, degraded: ["cache"] };
    const cached = text === null ? null : readCached(text);
    if (cached === null || !(await areOffered(deps, state, cached.matches))) return { cache: "miss", cacheKey };
    if (cached.matches.length > 0) {
      emit(config, { type: "matches-found", payloadType: payloadType(state.request.role), indexVersion: version, degraded: [], items: cached.matches });
    }
    emit(config, { type: "step-start", step: "answer" });
    emit(config, { type: "text-delta", text: cached.text });
    emit(config, { type: "step-end", step: "answer" });
    for (const notice of cached.notices) emit(config, { type: "notice", ...notice });
    emit(config, { type: "notice", code: "cache-hit", text: "The same question was answered a moment ago; this is that answer." });
    const usage = { input: 0, output: 0, cached: 0 };
    return {
      cache: "hit",
      cacheKey: null,
      page: cached.matches,
      search: ownSearch(cached, state),
      answer: { text: cached.text, status: "complete", usage, costUsd: 0, model: cached.model, citations: cached.citations },
    };
  };
}

function readCached(text: string): CachedAnswer | null {
  try {
    return CachedAnswer.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The index does not change when a job's time is up, nor when the portal closes or hides a record. */
async function areOffered({ catalog, settings }: TurnDeps, { request }: TurnState, matches: readonly Match[]): Promise<boolean> {
  const collection = request.role === "job_seeker" ? "jobs" : "resumes";
  const ids = matches.map(({ id }) => id);
  const offered = await offeredOf(catalog, collection, ids, settings.now());
  return ids.every((id) => offered.has(id));
}

/** A search that lists nothing leaves the numbers on the screen what they are, and that is this session's screen. */
function ownSearch({ search, matches }: CachedAnswer, { search: before }: TurnState): SearchState | null {
  if (search === null || matches.length > 0) return search;
  return { ...search, shown: before?.shown ?? [], page: before?.page ?? [] };
}

/** Raised when the same facts would be answered in other words. */
const ANSWER_VERSION = 2;

function keyOf({ chatModel, embedder, settings }: TurnDeps, { request, understanding, profile, search }: TurnState, version: string): string {
  return answerKey(request.userId, {
    role: request.role,
    profile: profileVersion(profile),
    question: questionOf(understanding.intent, search, request.text),
    unread: understanding.unparsed,
    version,
    answers: ANSWER_VERSION,
    model: chatModel.name,
    embedding: embedder.model,
    weights: WEIGHTS,
    page: settings.pageSize,
    // Dates pass: what is new today is not new tomorrow.
    day: settings.now().toISOString().slice(0, 10),
  });
}

function profileVersion(profile: Profile): string {
  return profile.role === "job_seeker" ? contentHash(profile.resume, "profile") : contentHash([profile.employer, profile.job], "profile");
}
