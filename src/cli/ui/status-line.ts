import type { ChatEngine } from "./chat-engine.ts";
import type { ConversationState, FinishedTurn } from "./conversation/state.ts";
import { modelName } from "./entries.ts";
import { count, dollars, duration, roleName, short } from "./text/format.ts";
import { type Line, fit, span } from "./text/lines.ts";
import { type Look, glyphsFor } from "./text/look.ts";
import { widthOf } from "./text/width.ts";

type Described = Pick<ConversationState, "actor" | "totals" | "lastTurn">;

/** Who is asking, which model answers, what it took so far and how the last turn went: one line, or two on a narrow screen. */
export function statusLines({ actor, totals, lastTurn }: Described, { chatModel, offline }: ChatEngine["description"], look: Look): Line[] {
  const first = [roleName(actor.role), ...(chatModel === null ? [] : [modelName(chatModel, offline)])];
  const second: string[] = [];
  if (totals.turns > 0) {
    first.push(count(totals.turns, "turn"), `${short(totals.tokens)} tokens`);
    second.push(dollars(totals.costUsd));
  }
  if (lastTurn) second.push(...lastTurnWords(lastTurn));
  const { dot, ellipsis } = glyphsFor(look);
  const separator = ` ${dot} `;
  const fitting = (words: readonly string[]) => {
    const long = words.join(separator);
    return [long, long.replace("first token", "first")].find((text) => widthOf(text) <= look.width);
  };
  const together = fitting([...first, ...second]);
  const lines = together === undefined ? [first.join(separator), fitting(second) ?? second.join(separator)] : [together];
  return lines.filter((text) => text !== "").map((text) => fit([span(text, { dim: true })], look.width, ellipsis));
}

function lastTurnWords({ cache, latency }: FinishedTurn): string[] {
  const first = latency.first_token === null ? [] : [`first token ${duration(latency.first_token)}`];
  return [`cache ${cache}`, ...first, `total ${duration(latency.total)}`];
}
