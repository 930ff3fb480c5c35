import { createHash } from "node:crypto";

/** The message id of a turn's answer, known before it is stored and the same in every process. */
export function answerIdOf(turnId: string): string {
  const hex = createHash("sha256").update(`answer:${turnId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
