import type { IncomingMessage, RequestListener } from "node:http";
import type { Engine } from "../../engine/index.ts";
import { SOCKET_PATH } from "../protocol/connection.ts";
import { type Development, session, users } from "./development.ts";
import { health, ready } from "./health.ts";
import { type Reply, file, refusal, send } from "./respond.ts";
import type { StaticFiles } from "./static-files.ts";

export interface HttpOptions {
  engine: Pick<Engine, "readiness" | "log">;
  /** No more messages are taken: load balancers are to send nobody here. */
  isDraining(): boolean;
  metrics: { contentType: string; text(): Promise<string> };
  /** The built files of the playground; none where it is off. */
  playground?: StaticFiles;
  /** Absent: nobody gets a token here. */
  development?: Development;
}

type Route = (request: IncomingMessage, query: URLSearchParams) => Reply | Promise<Reply>;

/** What is beside the socket. Queries are read by the one route that has any, and never logged. */
export function httpHandler({ engine, isDraining, metrics, playground = new Map(), development }: HttpOptions): RequestListener {
  const { log } = engine;
  const routes = new Map<string, Route>([
    ["/healthz", () => health()],
    ["/readyz", () => ready({ readiness: () => engine.readiness(), isDraining })],
    ["/metrics", async () => ({ status: 200, headers: { "content-type": metrics.contentType }, body: await metrics.text() })],
    [SOCKET_PATH, () => refusal(426, "usage", "This is the address of a WebSocket.", { headers: { upgrade: "websocket", connection: "upgrade" } })],
    ...[...playground].map(([path, found]): [string, Route] => [path, (request) => file(request, found)]),
  ]);
  if (development !== undefined) {
    routes.set("/playground/users", (request) => users(development, request));
    routes.set("/playground/session", (request, query) => session(development, request, query));
  }

  const replyTo = async (request: IncomingMessage, path: string, query: string): Promise<Reply> => {
    const route = routes.get(path);
    if (route === undefined) return refusal(404, "not_found", "There is nothing here.", { hint: `The chat is a WebSocket at ${SOCKET_PATH}.` });
    if (request.method !== "GET" && request.method !== "HEAD")
      return refusal(405, "usage", "This is read with GET or HEAD.", { headers: { allow: "GET, HEAD" } });
    return route(request, new URLSearchParams(query));
  };

  return async (request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const reply = await replyTo(request, path, query).catch((error: unknown) => {
      log.error({ path, error: error instanceof Error ? error.name : typeof error }, "A request could not be answered.");
      return refusal(500, "internal", "Something unexpected went wrong.");
    });
    log.debug({ method: request.method, path: routes.has(path) ? path : "(other)", status: reply.status }, "Answered a request.");
    send(request, response, reply);
  };
}
