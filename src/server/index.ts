export type { ChatEngine } from "./chat-engine.ts";
export type { ServerMetrics } from "./metrics.ts";
export { type RunningServer, type ServeOptions, serve } from "./serve.ts";
