import { Client } from "langsmith";
import { type SentRating, ratings } from "./langsmith-rating.ts";
import type { SentRun } from "./langsmith-trace.ts";
import type { Log } from "./log.ts";

const REQUEST_MS = 5_000;
/** After a failure LangSmith is left alone for this long. */
const REST_MS = 30_000;
const FLUSH_MS = 2_000;
/** Runs and ratings that may wait while a request is under way; some fifty turns. */
const MOST_WAITING = 1_000;

export interface LangSmithAccess {
  apiKey: string;
  endpoint: string;
  project: string;
}

/** Sends traces and ratings behind the turns' backs: what comes while others are on their way goes together, once they have arrived. */
export interface LangSmithSender extends AsyncDisposable {
  /** Takes a whole turn or drops a whole turn. */
  send(runs: readonly SentRun[]): void;
  /** Takes a rating or drops it. */
  rate(rating: SentRating): void;
  /** Settles when everything taken was sent or dropped, after two seconds at the latest. */
  flush(): Promise<void>;
}

export function langsmithSender({ apiKey, endpoint, project }: LangSmithAccess, log: Log): LangSmithSender {
  const reach = reachability(log);
  const closing = new AbortController();
  let waiting = 0;
  let queued: Promise<unknown> = Promise.resolve();
  let rated: SentRating[] = [];
  let sending: Promise<void> | null = null;

  /** The client prints failures to the console and repeats what failed for half a minute: it never sees one. */
  async function patientFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    if (reach.resting) return taken();
    const url = String(input instanceof Request ? input.url : input);
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(REQUEST_MS)]);
      const response = await fetch(input, { ...init, signal });
      // Where there is no such endpoint the client goes on with the older one.
      const older = response.status === 404 && url.endsWith("/runs/multipart");
      if (!response.ok && !older) await response.body?.cancel();
      if (isAboutRatings(url) && isRefusal(response.status)) log.warn({ status: response.status }, "LangSmith refuses a rating.");
      else if (response.ok || older || response.status === 409) reach.works();
      else reach.fails({ status: response.status });
      if (url.endsWith("/info")) return Response.json(response.ok ? await response.json() : {});
      return response.ok || older ? response : taken();
    } catch (error) {
      if (!closing.signal.aborted) reach.fails({ reason: reasonOf(error) });
      return taken();
    }
  }

  const client = new Client({
    apiKey,
    apiUrl: endpoint,
    fetchImplementation: patientFetch,
    manualFlushMode: true,
    // The turn was sampled before it came here; a second time would be too often.
    tracingSamplingRate: 1,
    tracingMode: "langsmith",
    omitTracedRuntimeInfo: true,
    disablePromptCache: true,
    debug: false,
  });

  const lost = (error: unknown) => log.warn({ reason: reasonOf(error) }, "A trace or a rating could not be sent.");
  const { send: sendRating } = ratings(client, project);

  async function drain(): Promise<void> {
    while (waiting > 0) {
      waiting = 0;
      const ready = rated;
      rated = [];
      await queued;
      await client.flush().catch(lost);
      if (ready.length === 0) continue;
      // After the runs: LangSmith knows a project from its first run on.
      for (const rating of ready) await sendRating(rating).catch(lost);
      await client.flush().catch(lost);
    }
    sending = null;
  }

  const isTaken = (count: number) => !closing.signal.aborted && !reach.resting && waiting + count <= MOST_WAITING;

  const flush = async (): Promise<void> => {
    if (sending === null) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, FLUSH_MS);
    await Promise.race([sending, late]);
    clearTimeout(timer);
  };

  return {
    send(runs) {
      if (!isTaken(runs.length)) return;
      waiting += runs.length;
      queued = Promise.all([queued, ...runs.map((run) => client.createRun(run).catch(lost))]);
      sending ??= drain();
    },
    rate(rating) {
      if (!isTaken(1)) return;
      waiting += 1;
      rated.push(rating);
      sending ??= drain();
    },
    flush,
    async [Symbol.asyncDispose]() {
      await flush();
      closing.abort();
    },
  };
}

function taken(): Response {
  return Response.json({}, { status: 202 });
}

/** Asking for the project's id, and sending a rating by itself, as older installations want it. */
function isAboutRatings(url: string): boolean {
  return /\/(?:sessions\?|feedback$)/.test(url);
}

/** Of this request alone, such as for want of a right: traces may go on. */
function isRefusal(status: number): boolean {
  return [400, 403, 404, 422].includes(status);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return error.cause instanceof Error && "code" in error.cause ? String(error.cause.code) : error.name;
}

/** Tells of an outage once, when it begins and when it is over. */
function reachability(log: Log) {
  let down = false;
  let restUntil = 0;
  return {
    get resting() {
      return performance.now() < restUntil;
    },
    works() {
      if (down) log.info({}, "LangSmith takes traces again.");
      down = false;
    },
    fails(why: { status: number } | { reason: string }) {
      if (!down) log.warn(why, "LangSmith does not take traces; turns go untraced until it does.");
      down = true;
      restUntil = performance.now() + REST_MS;
    },
  };
}
