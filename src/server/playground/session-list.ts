import type { ChatClient, Result } from "../client/index.ts";
import { arrange, button, element, part } from "./element.ts";

type SessionLine = Result<"session.list">["sessions"][number];

/** The sessions of the user, the last used first. */
export interface SessionList {
  /** Reads it anew. */
  refresh(client: ChatClient): Promise<void>;
  /** The one that is shown; null for a new one. */
  mark(sessionId: string | null): void;
  titleOf(sessionId: string | null): string | null;
  clear(): void;
}

export function sessionList(open: (sessionId: string) => void): SessionList {
  const list = part("session-list", HTMLOListElement);
  const more = part("more-sessions", HTMLButtonElement);
  const none = part("no-sessions", HTMLParagraphElement);
  const lines = new Map<string, HTMLLIElement>();
  let present: string | null = null;
  let latest: ChatClient | null = null;
  let next: string | null = null;

  function lineOf(session: SessionLine): HTMLLIElement {
    const { sessionId } = session;
    let line = lines.get(sessionId);
    if (line === undefined) {
      line = element(
        "li",
        {},
        button({ class: "session", "data-session": sessionId }, [], () => open(sessionId)),
      );
      lines.set(sessionId, line);
    }
    line.firstElementChild!.replaceChildren(
      element("span", { class: "title", dir: "auto" }, session.title || "Untitled"),
      element("span", { class: "when" }, [ago(session.lastInteractionAt), session.status === "ended" && "ended"].filter(Boolean).join(" · ")),
    );
    return line;
  }

  function mark(sessionId: string | null): void {
    present = sessionId;
    for (const [id, line] of lines) {
      if (id === sessionId) line.firstElementChild!.setAttribute("aria-current", "true");
      else line.firstElementChild!.removeAttribute("aria-current");
    }
  }

  async function load(client: ChatClient, cursor?: string): Promise<void> {
    const page = await client.sessions(cursor).catch(() => null);
    if (page === null || client !== latest) return;
    const before = cursor === undefined ? [] : [...list.children];
    arrange(list, [...before, ...page.sessions.map(lineOf)]);
    next = page.nextCursor;
    more.hidden = next === null;
    none.hidden = list.childElementCount > 0;
    mark(present);
  }

  more.addEventListener("click", () => {
    if (latest !== null && next !== null) void load(latest, next);
  });

  return {
    mark,
    titleOf: (sessionId) => lines.get(sessionId ?? "")?.querySelector(".title")?.textContent ?? null,
    refresh(client) {
      latest = client;
      return load(client);
    },
    clear() {
      latest = null;
      lines.clear();
      list.replaceChildren();
      more.hidden = none.hidden = true;
    },
  };
}

function ago(iso: string): string {
  const minutes = Math.floor((Date.now() - Date.parse(iso)) / 60_000);
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : iso.slice(0, 10);
}
