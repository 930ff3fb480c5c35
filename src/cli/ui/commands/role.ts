import type { ChatUser, Fact } from "../conversation/state.ts";
import { roleName } from "../text/format.ts";
import type { Command } from "./command.ts";

const ALIASES: Record<string, ChatUser["role"]> = {
  seeker: "job_seeker",
  "job-seeker": "job_seeker",
  job_seeker: "job_seeker",
  employer: "employer",
};

const BY_TOKEN = "The token says who is asking. Start again with another one.";

export const role: Command = {
  name: "role",
  parameters: "[job_seeker|employer]",
  summary: "who is asking; starts a new session",
  complete: () => ["job_seeker", "employer"],
  run(words, { engine, users, user }) {
    const wanted = words.join(" ");
    const isConnected = engine.description.server !== undefined;
    if (wanted === "") {
      const rows = users.map((other): Fact => [roleName(other.role), other.userId === user.userId ? `${other.label} (now)` : other.label]);
      const note = isConnected ? BY_TOKEN : "Change with /role employer or /role job_seeker.";
      return { type: "show", entries: [{ kind: "facts", title: "Roles", rows, note }] };
    }
    const named = users.find(({ userId, label }) => userId === wanted || label.toLowerCase() === wanted.toLowerCase());
    const chosen = named ?? users.find((other) => other.role === ALIASES[wanted.toLowerCase()]);
    if (!chosen) {
      const other = isConnected ? BY_TOKEN : "Start again with --user to name one.";
      const hint = wanted.toLowerCase() in ALIASES ? other : "/role lists who is there.";
      return { type: "refuse", message: `There is no user for "${wanted}" here.`, hint };
    }
    const text = `You are now ${chosen.label}, ${roleName(chosen.role)}. The next message opens a new session.`;
    return { type: "become", user: chosen, entry: { kind: "remark", text } };
  },
};
