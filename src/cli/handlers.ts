import type { ChatOptions } from "./commands/chat.ts";
import type { DevOptions } from "./commands/dev.ts";
import type { DoctorOptions } from "./commands/doctor.ts";
import type { SearchOptions } from "./commands/search.ts";
import type { SeedCommandOptions } from "./commands/seed.ts";
import type { ServeOptions } from "./commands/serve.ts";
import type { SessionsAction, SessionsOptions } from "./commands/sessions.ts";
import type { TokenOptions } from "./commands/token.ts";
import type { Handler } from "./session.ts";

export interface Handlers {
  chat: Handler<ChatOptions, [words: string[]]>;
  search: Handler<SearchOptions, [query: string]>;
  seed: Handler<SeedCommandOptions>;
  serve: Handler<ServeOptions>;
  dev: Handler<DevOptions>;
  sessions: Handler<SessionsOptions, [action: SessionsAction, id?: string]>;
  doctor: Handler<DoctorOptions>;
  token: Handler<TokenOptions>;
}

/** Each is loaded when it runs, so that `--help` and `--version` stay instant. */
export const lazyHandlers: Handlers = {
  chat: async (...args) => (await import("./commands/chat.ts")).chat(...args),
  search: async (...args) => (await import("./commands/search.ts")).search(...args),
  seed: async (...args) => (await import("./commands/seed.ts")).seed(...args),
  serve: async (...args) => (await import("./commands/serve.ts")).serve(...args),
  dev: async (...args) => (await import("./commands/dev.ts")).dev(...args),
  sessions: async (...args) => (await import("./commands/sessions.ts")).sessions(...args),
  doctor: async (...args) => (await import("./commands/doctor.ts")).doctor(...args),
  token: async (...args) => (await import("./commands/token.ts")).token(...args),
};
