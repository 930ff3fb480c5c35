import type { ShownMessage, ShownSession } from "./chat-engine.ts";
import { matchesOf } from "./conversation/shown-matches.ts";
import { factsOf, percent, roleName } from "./text/format.ts";
import { plainLine, plainText } from "./text/plain-text.ts";

export function sessionAsJson({ session, messages }: ShownSession): string {
  return `${JSON.stringify({ schema_version: 1, session, messages }, null, 2)}\n`;
}

export function sessionAsMarkdown({ session, messages }: ShownSession): string {
  const title = plainLine(session.title) || "Session";
  const about = `${roleName(session.role)}, session ${session.session_id}, last used ${session.last_interaction_at}`;
  return `${[`# ${title}`, about, ...messages.map(messageAsMarkdown)].join("\n\n")}\n`;
}

function messageAsMarkdown(message: ShownMessage): string {
  const speaker = message.role === "user" ? "You" : "Rolecall";
  const status = message.status === "complete" ? "" : ` (${message.status})`;
  const matches = matchesOf(message).map((match) => {
    const score = match.score === null ? "not enough known" : `${percent(match.score)}, ${match.band}`;
    const missing = match.missing.length === 0 ? "" : `; missing ${match.missing.map(plainLine).join(", ")}`;
    return `${match.rank}. **${plainLine(match.title)}** (${score}): ${factsOf(match, "–").join(", ")}${missing}`;
  });
  const parts = [`## ${speaker}${status}`, matches.join("\n"), plainText(message.text).trim()];
  return parts.filter((part) => part !== "").join("\n\n");
}
