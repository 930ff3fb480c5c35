export { connect } from "./connect.ts";
export { ChatError } from "./chat-error.ts";
export type { ChatClient, ChatMessage, ChatSession, Closed, ConnectionState, ConnectOptions, Run, SendOptions } from "./chat-client.ts";
export { CLOSE, type CloseName } from "../protocol/close-codes.ts";
export type { ContextRestored, MessagesSnapshot, RunEvent, SessionDeleted, WireEvent, WireMessage } from "../protocol/events.ts";
export type { ConnectionAck, Limits, Result } from "../protocol/replies.ts";
