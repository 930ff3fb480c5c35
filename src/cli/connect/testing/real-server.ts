import { type Actor, type Config, readConfig } from "../../../engine/index.ts";
import { signDevelopmentToken } from "../../../server/auth/development-token.ts";
import { openServer } from "../../serve/open-server.ts";

export interface RealServer extends AsyncDisposable {
  /** For `--connect`. */
  readonly url: string;
  token(actor: Actor): Promise<string>;
}

/** A whole server on this data folder. */
export async function realServer(folder: string, variables: Record<string, string> = {}): Promise<RealServer> {
  const config: Config = readConfig({
    ROLECALL_STORE: "embedded",
    ROLECALL_DATA_DIR: folder,
    ROLECALL_LOG_LEVEL: "silent",
    ROLECALL_PORT: "0",
    SUPABASE_JWT_SECRET: "a secret of the project that is long enough",
    ...variables,
  });
  const { server, ...opened } = await openServer(config, { strictPort: true, playground: false, development: false });
  return {
    url: server.url.replace(/^http/, "ws"),
    token: async (actor) => (await signDevelopmentToken(actor, 600, config)).token,
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
