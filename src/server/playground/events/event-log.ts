import type { WireEvent } from "../../client/index.ts";
import { element, part } from "../element.ts";
import { type Counts, sequence } from "./sequence.ts";

/** More would make the page slow; the counts go on. */
const MOST_ROWS = 5_000;

/** Every event of the present session as it was told, and whether their numbers have gaps. */
export interface EventLog {
  see(event: WireEvent): void;
  /** What happened to the connection in between. */
  note(text: string): void;
  clear(): void;
}

export function eventLog(): EventLog {
  const list = part("event-list", HTMLOListElement);
  let seen = sequence();

  function add(row: HTMLLIElement): void {
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 48;
    list.append(row);
    if (list.childElementCount > MOST_ROWS) list.firstElementChild!.remove();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  return {
    see(event) {
      seen.see(event);
      add(eventRow(event));
      showCounts(seen.counts);
    },
    note: (text) => add(element("li", { class: "note" }, text)),
    clear() {
      seen = sequence();
      list.replaceChildren();
      showCounts(seen.counts);
    },
  };
}

function showCounts(counts: Readonly<Counts>): void {
  for (const [name, count] of Object.entries(counts)) part(`count-${name}`, HTMLElement).textContent = String(count);
  part("event-counts", HTMLElement).classList.toggle("broken", counts.gaps + counts.doubled > 0);
}

function eventRow(event: WireEvent): HTMLLIElement {
  const seq = "seq" in event ? String(event.seq) : "–";
  const isReplayed = "replayed" in event && event.replayed === true;
  const summary = element(
    "summary",
    {},
    element("span", { class: "seq" }, seq),
    element("span", { class: "type" }, event.type),
    element("span", { class: "gist" }, gist(event)),
    isReplayed && element("span", { class: "replayed" }, "replayed"),
  );
  const row = element("details", { "data-seq": seq, "data-type": event.type }, summary);
  // The whole of it is written when somebody looks.
  row.addEventListener("toggle", () => row.append(element("pre", { tabindex: 0 }, JSON.stringify(event, null, 2))), { once: true });
  return element("li", {}, row);
}

/** The little of an event that tells it from its neighbours. */
function gist(event: WireEvent): string {
  switch (event.type) {
    case "TEXT_MESSAGE_CONTENT":
      return JSON.stringify(event.delta);
    case "STEP_STARTED":
    case "STEP_FINISHED":
      return event.stepName;
    case "ACTIVITY_SNAPSHOT":
      return `${event.content.items.length} ${event.content.payloadType}`;
    case "TOOL_CALL_CHUNK":
    case "TOOL_CALL_RESULT":
      return event.toolCallName;
    case "CUSTOM":
      return event.name;
    case "RUN_STARTED":
      return JSON.stringify(event.message.content);
    case "RUN_FINISHED":
      return event.result.status;
    case "RUN_ERROR":
      return event.code;
    default:
      return "";
  }
}
