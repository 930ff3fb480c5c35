import type { Closed, ConnectionState } from "../client/index.ts";
import { part } from "./element.ts";

const WORDS: Record<ConnectionState, string> = { connecting: "Connecting", ready: "Connected", waiting: "Reconnecting", closed: "Closed" };

/** Shows how the connection is, and what can be done about it. */
export interface ConnectionView {
  show(state: ConnectionState, closed?: Closed): void;
}

export function connectionView(actions: { drop: () => void; again: () => void }): ConnectionView {
  const pill = part("connection", HTMLParagraphElement);
  const drop = part("drop", HTMLButtonElement);
  const banner = part("closed", HTMLDivElement);
  const again = part("again", HTMLButtonElement);
  drop.addEventListener("click", actions.drop);
  again.addEventListener("click", actions.again);
  return {
    show(state, closed) {
      pill.dataset.state = state;
      part("connection-words", HTMLElement).textContent = WORDS[state];
      // Not `disabled`: it would take the focus away from who has just pressed it.
      drop.setAttribute("aria-disabled", String(state !== "ready"));
      banner.hidden = state !== "closed" || closed?.code === null;
      if (closed !== undefined) part("closed-reason", HTMLElement).textContent = `The server closed the connection: ${sentence(closed)}`;
    },
  };
}

function sentence({ reason, code }: Closed): string {
  return `${(reason || String(code)).replace(/\.$/, "")}.`;
}
