import { z } from "zod";
import { RolecallError } from "./errors.ts";

const whole = (least: 0 | 1) => {
  const error = `it must be a whole number, ${least} or more`;
  return z.coerce.number(error).int(error).min(least, error);
};
const count = (fallback: number) => whole(0).default(fallback);
const positive = (fallback: number) => whole(1).default(fallback);
const url = (protocol: RegExp, beginning: string) => z.url({ protocol, error: `it must be a URL that begins with ${beginning}` }).optional();
const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
const webAddress = () => url(/^https?$/, "http:// or https://");

/** Every setting by its environment variable; the descriptions make the table in the README. */
export const Environment = z.object({
  ROLECALL_STORE: z
    .enum(["auto", "embedded", "services"])
    .default("auto")
    .describe("Where data lives: `embedded` (one SQLite file), `services`, or `auto`: services whose URL is set"),
  ROLECALL_DATA_DIR: z.string().optional().describe("Folder of the embedded store; default `$XDG_DATA_HOME/rolecall`, else `~/.local/share/rolecall`"),
  OPENAI_API_KEY: z.string().optional().describe("Switches the chat model from offline to OpenAI"),
  OPENAI_BASE_URL: webAddress().describe("Any OpenAI-compatible endpoint; without a key for local servers"),
  ROLECALL_MODEL: z.string().min(1).default("gpt-4o-mini").describe("Chat model; `offline` keeps the offline one"),
  ROLECALL_EMBEDDING_MODEL: z
    .string()
    .min(1)
    .optional()
    .describe("`offline`, or an OpenAI embedding model; default: what the store was seeded with, else `text-embedding-3-large` with a key"),
  ROLECALL_EMBEDDING_DIMENSIONS: positive(1024).describe("Dimensions asked of an OpenAI embedding model"),
  ROLECALL_MODEL_TIMEOUT_MS: positive(30_000).describe("Longest wait for a model's first byte, and between two chunks"),
  ROLECALL_MODEL_RETRIES: count(2).describe("Repeats after 429, 5xx and network failures"),
  ROLECALL_MAX_MESSAGE_CHARS: positive(32_000).describe("Longest message accepted"),
  ROLECALL_TURN_TIMEOUT_S: positive(300).describe("Longest time an answer may take; what is written by then is kept as interrupted"),
  ROLECALL_PAGE_SIZE: positive(5).describe("Matches shown a turn"),
  ROLECALL_RECENT_MESSAGES: count(8).describe("Messages a model sees word for word; older ones are summarised"),
  ROLECALL_SUMMARY_EVERY: count(6).describe("Turns between two summaries"),
  ROLECALL_ANSWER_TTL_S: count(3600).describe("How long a repeated question is answered from the cache; 0 turns that off"),
  ROLECALL_EMBEDDING_TTL_S: count(2_592_000).describe("How long the vector of a text is cached; 0 turns that off"),
  ROLECALL_SESSION_TTL_S: count(86_400).describe("How long Redis keeps the last messages of a session at hand; 0 turns that off"),
  ROLECALL_LOG_LEVEL: z
    .enum(["silent", "error", "warn", "info", "debug"])
    .default("warn")
    .describe("Structured log on stderr; the command line is silent unless this, `-v` or `--debug` asks"),
  // Not a URL to the letter: a replica set has several hosts. What the driver refuses is told when it is opened.
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/./, "it must be a URL that begins with mongodb:// or mongodb+srv://")
    .optional()
    .describe("Chat history and catalogue in MongoDB"),
  MONGODB_DB: z.string().default("rolecall").describe("MongoDB database"),
  CHROMA_URL: webAddress().describe("Vectors in ChromaDB"),
  CHROMA_TENANT: z.string().min(1).default("default_tenant").describe("ChromaDB tenant"),
  CHROMA_DATABASE: z.string().min(1).default("default_database").describe("ChromaDB database"),
  CHROMA_API_KEY: z.string().optional().describe("Token that ChromaDB asks for"),
  REDIS_URL: url(/^rediss?$/, "redis:// or rediss://").describe("Cache, turn log and locks in Redis"),
  ROLECALL_STORE_TIMEOUT_MS: positive(5_000).describe("Longest wait for MongoDB"),
  ROLECALL_VECTOR_TIMEOUT_MS: positive(2_000).describe("Longest wait for ChromaDB in a search; writing may take longer"),
  ROLECALL_CACHE_TIMEOUT_MS: positive(1_000).describe("Longest wait for Redis"),
  LANGSMITH_TRACING: z
    .stringbool(`it takes true or false`)
    .default(false)
    .describe("`true` sends a trace of every turn to LangSmith, without contact data; a key alone traces nothing"),
  LANGSMITH_API_KEY: z.string().optional().describe("Key of the LangSmith project"),
  LANGSMITH_PROJECT: z.string().min(1).default("rolecall").describe("Project that traces go to"),
  LANGSMITH_ENDPOINT: webAddress().describe("LangSmith's address, where it is not the public one"),
  LANGSMITH_TRACING_SAMPLING_RATE: z.coerce
    .number("it must be a number from 0 to 1")
    .min(0, "it must be a number from 0 to 1")
    .max(1, "it must be a number from 0 to 1")
    .default(1)
    .describe("Share of turns that are traced, from 0 to 1"),
  SUPABASE_URL: webAddress().describe("The portal's Supabase project; issuer of its tokens"),
  SUPABASE_JWT_SECRET: z.string().optional().describe("Secret of tokens signed with HS256: those of older projects, and the ones `rolecall token` makes"),
  SUPABASE_JWT_AUDIENCE: z.string().min(1).default("authenticated").describe("Audience that a user's token has to name"),
  ROLECALL_TOKEN: z.string().optional().describe("Token that `chat --connect` shows the server, unless `--token` does"),
  ROLECALL_HOST: z.string().min(1).default("127.0.0.1").describe("Address the server listens on"),
  ROLECALL_PORT: whole(0).max(65_535, "it must be at most 65535").default(8787).describe("Port the server listens on; 0 takes a free one"),
  ROLECALL_ALLOWED_ORIGINS: z
    .string()
    .default("")
    .transform((list) =>
      list
        .split(",")
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ""),
    )
    .refine((list) => list.every(isOrigin), "each must be an origin such as https://jobs.example.com, without a path")
    .describe("Origins of web pages that may connect, exact and separated by commas"),
  ROLECALL_DRAIN_TIMEOUT_S: count(30).describe("Seconds the server has to finish running answers when it is told to stop"),
  ROLECALL_MESSAGES_PER_MINUTE: positive(30).describe("Messages a user may send a minute, over all connections and replicas"),
  ROLECALL_CONNECTIONS_PER_MINUTE: positive(60).describe("Connections a user may open a minute"),
  ROLECALL_CONCURRENT_RUNS: positive(3).describe("Answers a user may have written at a time, over all sessions"),
  ROLECALL_SOCKETS_PER_USER: positive(10).describe("Connections a user may have at a time"),
});
export type Environment = z.infer<typeof Environment>;

export interface Config extends Environment {
  /** Folder of the embedded store, absolute. */
  dataDir: string;
}

/**
 * Reads the settings once. Empty variables count as unset.
 * @throws {RolecallError} `configuration`, naming the variable, its value and the remedy.
 */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    const value = given[name] ?? "";
    const shown = SECRET.test(name) || value.includes("@") ? "has a value that does not fit" : `cannot be "${value}"`;
    const reason = issue.code === "invalid_value" ? `it takes ${issue.values.join(", ")}` : issue.message;
    throw new RolecallError("configuration", `${name} ${shown}: ${reason}.`, { hint: `Correct or unset ${name}.`, facts: { variable: name } });
  }
  return { ...parsed.data, dataDir: parsed.data.ROLECALL_DATA_DIR ?? defaultDataDir(given) };
}

const SECRET = /KEY|SECRET|TOKEN|URI|REDIS_URL/;

function defaultDataDir(variables: Record<string, string | undefined>): string {
  const base = variables.XDG_DATA_HOME ?? (variables.HOME === undefined ? undefined : `${variables.HOME}/.local/share`);
  if (base === undefined) {
    throw new RolecallError("configuration", "There is no home directory to keep the embedded store in.", {
      hint: "Set ROLECALL_DATA_DIR, or pass --data-dir.",
    });
  }
  return `${base}/rolecall`;
}
