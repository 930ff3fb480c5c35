import type { Engine, Role } from "../../engine/index.ts";

export interface SignedIn {
  role: Role;
  userId: string;
  label: string;
  token: string;
}

export interface ReadyFacts {
  url: string;
  wsUrl: string;
  /** Where data is, in words. */
  store: string;
  description: Engine["description"];
  users: readonly SignedIn[];
  hours: number;
  follows: boolean;
}

/** What a developer needs, in one piece. */
export function readyBlock({ url, wsUrl, store, description, users, hours, follows }: ReadyFacts): string {
  return `
Rolecall is ready.

  Playground   ${url}/
  WebSocket    ${wsUrl}
  Store        ${store}
  Chat model   ${description.chatModel}${description.offline ? " (set OPENAI_API_KEY for a language model)" : ""}

${users.map(({ role, label, token }) => `  Token of ${role === "employer" ? "an employer" : "a job seeker"}, “${label}”, for ${hours} hours:\n  ${token}\n`).join("\n")}
  From a terminal: rolecall chat --connect ${new URL(wsUrl).origin} --token <token>
  ${follows ? "Changes of src/ restart the server. " : ""}Ctrl+C stops everything.

`;
}
