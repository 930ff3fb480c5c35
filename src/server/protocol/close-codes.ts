/** What a client does after a close: connect again at once, connect again after a growing pause, or give up until something has changed. */
export type Reconnect = "now" | "later" | "never";

/** Every code the server closes with. */
export const CLOSE = {
  normal: { code: 1000, reason: "Closed", reconnect: "never" },
  draining: { code: 1001, reason: "The server is going away", reconnect: "now" },
  protocolError: { code: 1002, reason: "Not the WebSocket protocol", reconnect: "never" },
  invalidText: { code: 1007, reason: "Text that is not UTF-8", reconnect: "never" },
  tooManyFragments: { code: 1008, reason: "Too many fragments", reconnect: "never" },
  frameTooLarge: { code: 1009, reason: "Frame too large", reconnect: "never" },
  badFrame: { code: 4400, reason: "Bad frame", reconnect: "never" },
  unauthenticated: { code: 4401, reason: "Unauthenticated", reconnect: "never" },
  forbidden: { code: 4403, reason: "Forbidden", reconnect: "never" },
  subprotocol: { code: 4406, reason: "Subprotocol not acceptable", reconnect: "never" },
  noInit: { code: 4408, reason: "Connection initialisation timeout", reconnect: "later" },
  repeatedInit: { code: 4429, reason: "Too many initialisation requests", reconnect: "later" },
  slowConsumer: { code: 4430, reason: "Too slow to read", reconnect: "later" },
  flooding: { code: 4431, reason: "Too many requests", reconnect: "later" },
  internal: { code: 4500, reason: "Internal error", reconnect: "later" },
  dependenciesLost: { code: 4503, reason: "Dependencies lost", reconnect: "later" },
} as const satisfies Record<string, { code: number; reason: string; reconnect: Reconnect }>;

export type CloseName = keyof typeof CLOSE;

/**
 * What to do after a close with this code; an unknown one, and 1006 of a lost network, is tried again later. 4401 is tried again with a
 * new token by clients that can get one.
 */
export function reconnectAfter(code: number): Reconnect {
  return Object.values(CLOSE).find((close) => close.code === code)?.reconnect ?? "later";
}
