import {
  BSON,
  MongoAPIError,
  MongoClientClosedError,
  MongoError,
  MongoMissingCredentialsError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoNotConnectedError,
  MongoParseError,
  MongoServerClosedError,
  MongoServerError,
  MongoTopologyClosedError,
  MongoUnexpectedServerResponseError,
} from "mongodb";
import { RolecallError } from "../errors.ts";

const UNAUTHORISED = new Set([11, 13, 18, 8000]);
const NO_SPACE = /disk is full|no space left|over your space quota/i;
const OUT_OF_DISK_SPACE = 14_031;
/** The server understood and refused: the command or the document is at fault, and trying again cannot help. */
const REFUSED = new Set([2, 9, 14, 20, 26, 27, 40, 48, 52, 59, 66, 67, 68, 72, 73, 85, 86, 115, 121, 238, 10_334, 11_000]);
/** From here on a code is the place in the server's sources that found the fault, in a pipeline or a document. */
const PLACES = 17_000;
const CLOSED = [MongoClientClosedError, MongoNotConnectedError, MongoServerClosedError, MongoTopologyClosedError];
/** What the driver throws at an answer that it cannot read. */
const UNREADABLE = [BSON.BSONError, RangeError, MongoParseError, MongoUnexpectedServerResponseError];

/**
 * Names the storage failure behind an error of the driver. The driver's words can quote the address with its password, so they stay in the cause.
 * What is a mistake of ours rather than a failure of the server stays what it is.
 */
export function mongoFailure(error: unknown): unknown {
  if (!(error instanceof MongoError)) return isUnreadable(error) || isSystemError(error) ? unavailable(error) : error;
  if (error instanceof MongoMissingCredentialsError) return unauthorised(error);
  if (error instanceof MongoAPIError) return CLOSED.some((kind) => error instanceof kind) ? unavailable(error) : error;
  if (!(error instanceof MongoServerError)) return unavailable(error);
  const code = Number(error.code);
  if (code === OUT_OF_DISK_SPACE || NO_SPACE.test(error.message)) {
    return new RolecallError("storage_full", "MongoDB has no disk space left.", { hint: "Free some space on its host.", cause: error });
  }
  if (UNAUTHORISED.has(code)) return unauthorised(error);
  return REFUSED.has(code) || code >= PLACES ? error : unavailable(error);
}

function unauthorised(cause: Error): RolecallError {
  return new RolecallError("credentials", "MongoDB does not accept the user or does not let it do that.", {
    hint: "Check the user in MONGODB_URI and its rights.",
    cause,
  });
}

function unavailable(cause: Error): RolecallError {
  return new RolecallError("storage_unavailable", "MongoDB cannot be reached, or did not answer in time.", {
    hint: "Check MONGODB_URI and the server, then try again.",
    cause,
    facts: { reason: cause.name },
  });
}

/** The server refused a document whose unique key is taken. */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === 11_000;
}

/** The connection broke, or the answer was unreadable: whether the command was carried out is unknown, and asking again is quick. */
export function isLostReply(error: unknown): boolean {
  if (error instanceof MongoNetworkTimeoutError) return false;
  return error instanceof MongoNetworkError || isUnreadable(error) || isSystemError(error);
}

/** The connection was dead before the command was sent. */
export function isBrokenSocket(error: unknown): boolean {
  return isSystemError(error) && (error as NodeJS.ErrnoException).syscall === "write";
}

function isUnreadable(error: unknown): error is Error {
  return UNREADABLE.some((kind) => error instanceof kind);
}

/** A socket that breaks while the driver writes to it comes through as Node.js has it. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
