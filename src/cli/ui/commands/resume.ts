import type { SessionSummary } from "../../../engine/index.ts";
import type { Command } from "./command.ts";

const SEARCHED = 100;

export const resume: Command = {
  name: "resume",
  parameters: "[n|id|latest]",
  summary: "go on with a session",
  complete: ({ listed }) => ["latest", ...listed.map(({ session_id }) => session_id.slice(0, 8))],
  async run([wanted = "latest"], { engine, actor, listed }) {
    const sessions = listed.length > 0 && /^\d{1,2}$/.test(wanted) ? listed : await engine.sessions.list(actor, SEARCHED);
    const found = pick(sessions, wanted);
    if (!found) {
      const message = wanted === "latest" ? "There is no session to go on with." : `There is no session "${wanted}".`;
      return { type: "refuse", message, hint: "/sessions lists them." };
    }
    return { type: "open", detail: await engine.sessions.show(actor, found.session_id) };
  },
};

function pick(sessions: readonly SessionSummary[], wanted: string): SessionSummary | undefined {
  if (wanted === "latest") return sessions[0];
  if (/^\d{1,2}$/.test(wanted)) return sessions[Number(wanted) - 1];
  const fitting = sessions.filter(({ session_id }) => session_id.startsWith(wanted.toLowerCase()));
  return fitting.length === 1 ? fitting[0] : undefined;
}
