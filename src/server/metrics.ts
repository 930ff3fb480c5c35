import type { AuthenticationFailure } from "./auth/authenticator.ts";
import type { CommandType } from "./protocol/commands.ts";

/** What was refused because of a limit. */
export type Limited = "connection" | "socket" | "message" | "run" | "flood" | "newcomer";

/** What the server tells of itself while it works. Called often, so that nothing here may wait or throw. */
export interface ServerMetrics {
  connectionOpened(): void;
  /** Once for each that was opened; `code` is the one it was closed with, from whichever side, or 1006. */
  connectionClosed(code: number): void;
  /** A connection has shown who it is. */
  authenticated(): void;
  authenticationFailed(failure: AuthenticationFailure): void;
  /** `outcome` is `ok` or the code of the error. Frames that are no command of ours are `unknown`. */
  command(type: CommandType | "unknown", outcome: string): void;
  limited(by: Limited): void;
  /** One event of a turn was given to one connection; `type` is that of the turn event. */
  eventSent(type: string): void;
  /** Of a frame of any kind. */
  bytesSent(bytes: number): void;
  runStarted(): void;
  runEnded(): void;
  /** From the arrival of a message to the first event, and to the first word, that its sender was given. */
  firstEvent(ms: number): void;
  firstWord(ms: number): void;
}

const nothing = () => {};

export const noMetrics: ServerMetrics = {
  connectionOpened: nothing,
  connectionClosed: nothing,
  authenticated: nothing,
  authenticationFailed: nothing,
  command: nothing,
  limited: nothing,
  eventSent: nothing,
  bytesSent: nothing,
  runStarted: nothing,
  runEnded: nothing,
  firstEvent: nothing,
  firstWord: nothing,
};
