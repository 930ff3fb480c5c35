/** The one subprotocol; a client that does not offer it is closed with 4406. */
export const SUBPROTOCOL = "rolecall.v1";
export const SOCKET_PATH = "/api/chat/ws";

/** Larger frames close the connection with 1009. */
export const MAX_FRAME_BYTES = 64 * 1024;
/** No `connection_init` within this closes the connection with 4408. */
export const INIT_TIMEOUT_MS = 10_000;
/** The server pings this often; two pings without an answer end the connection. */
export const HEARTBEAT_MS = 15_000;
/** Beyond this many bytes waiting for a client nothing more is pushed to it. */
export const MAX_BUFFERED_BYTES = 256 * 1024;
/** A client that takes nothing for this long is closed with 4430. */
export const STALL_MS = 30_000;
/** Sessions one connection may watch at a time. */
export const MAX_OPEN_SESSIONS = 20;
