import { z } from "zod";

/** The JSON of every command, as users are promised it. */
const versioned = { schema_version: z.literal(1) };
const milliseconds = z.number().nonnegative();
const role = z.enum(["job_seeker", "employer"]);

const degraded = z.array(z.enum(["vector-index", "embeddings", "chat-model", "cache"]));

const Match = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{24}$/),
  kind: z.enum(["job", "candidate"]),
  rank: z.int().positive(),
  title: z.string(),
  score: z.number().min(0).max(1).nullable(),
  coverage: z.number().min(0).max(1),
  band: z.enum(["strong", "good", "partial"]),
  parts: z.array(z.strictObject({ name: z.string(), weight: z.number(), value: z.number().nullable(), contribution: z.number() })).length(7),
  matched: z.array(z.string()),
  missing: z.array(z.string()),
  reasons: z.array(z.strictObject({ field: z.string(), text: z.string() })),
  record: z.looseObject({ _id: z.string(), contact: z.never().optional() }),
});

export const ErrorShape = z.strictObject({ code: z.string(), message: z.string().regex(/^\S.*[.)]$/s), hint: z.string().nullable(), retryable: z.boolean() });
export const FailureDocument = z.strictObject({ ...versioned, error: ErrorShape });

const chat = {
  ...versioned,
  session_id: z.uuid().nullable(),
  role,
  user_id: z.string(),
  response: z.string(),
  matches: z.array(Match),
  citations: z.array(z.strictObject({ n: z.int().positive(), id: z.string() })),
  usage: z.strictObject({ input_tokens: z.int(), output_tokens: z.int(), cached_tokens: z.int() }),
  cost_usd: z.number().nullable(),
  latency_ms: z.strictObject({ first_event: milliseconds.nullable(), first_token: milliseconds.nullable(), total: milliseconds.nullable() }),
  cache: z.enum(["hit", "miss", "off"]),
  degraded,
  notices: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  error: ErrorShape.optional(),
};
export const ChatDocument = z.strictObject(chat);
export const ChatResult = z.strictObject({ type: z.literal("result"), ...chat });

export const SearchDocument = z.strictObject({
  ...versioned,
  query: z.string(),
  filters: z.record(z.string(), z.unknown()),
  matches: z.array(Match),
  degraded,
});

export const SeedDocument = z.strictObject({
  ...versioned,
  store: z.enum(["embedded", "services", "mixed"]),
  collections: z.array(
    z.strictObject({
      name: z.enum(["employers", "jobs", "resumes"]),
      inserted: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      removed: z.int(),
      ms: milliseconds,
    }),
  ),
  fingerprint: z.string().min(8),
  embedded: z.int().nonnegative(),
  cost_usd: z.number().nullable(),
});

const session = {
  session_id: z.uuid(),
  role,
  user_id: z.string(),
  title: z.string(),
  status: z.enum(["active", "ended"]),
  last_interaction_at: z.iso.datetime(),
};
export const SessionsDocument = z.strictObject({ ...versioned, sessions: z.array(z.strictObject(session)) });
export const SessionDocument = z.strictObject({
  ...versioned,
  session: z.looseObject(session),
  messages: z.array(z.looseObject({ seq: z.int().positive(), role: z.enum(["user", "assistant"]), text: z.string(), status: z.string() })),
});

export const DoctorDocument = z.strictObject({
  ...versioned,
  ok: z.boolean(),
  checks: z
    .array(z.strictObject({ id: z.string(), status: z.enum(["ok", "warn", "fail"]), detail: z.string(), fix: z.string().nullable(), ms: milliseconds }))
    .min(1),
});

export const TokenDocument = z.strictObject({ ...versioned, token: z.string(), expires_at: z.iso.datetime() });
