import type { ChatMessage } from "../../client/index.ts";
import { element } from "../element.ts";
import type { Figures, RunFacts } from "./run-facts.ts";

const counts = new Intl.NumberFormat("en-GB");
const ENDINGS: Partial<Record<ChatMessage["status"], string>> = {
  cancelled: "Stopped. What was said so far is kept.",
  interrupted: "Interrupted. What was said so far is kept.",
  failed: "This could not be answered.",
};

/** What stands below the words: how it ended, notices, figures. */
export function notes(answer: ChatMessage | null, { notices, failure, figures }: RunFacts): HTMLElement[] {
  const ending = ENDINGS[answer?.status ?? "complete"];
  return [
    failure && element("p", { class: "ending failure" }, failure.message, failure.hint && ` ${failure.hint}`, " ", element("code", {}, failure.code)),
    failure === null && ending !== undefined && element("p", { class: "ending" }, ending),
    notices.length > 0 && element("ul", { class: "notices", "aria-label": "Notices" }, ...notices.map(notice)),
    figures && element("p", { class: "figures" }, figuresOf(figures).join(" · ")),
  ].filter((note) => note instanceof HTMLElement);
}

function notice({ code, text }: RunFacts["notices"][number]): HTMLElement {
  return element("li", {}, element("code", {}, code), " ", text);
}

function figuresOf({ model, latency, usage, costUsd, cache, degraded }: Figures): string[] {
  const figures = [
    model,
    latency.firstToken !== null && `first word ${duration(latency.firstToken)}`,
    `all ${duration(latency.total)}`,
    `${counts.format(usage.input + usage.output)} tokens`,
    costUsd !== null && costUsd > 0 && `$${costUsd.toFixed(4)}`,
    cache === "hit" && "from the cache",
    degraded.length > 0 && `without ${degraded.join(", ")}`,
  ];
  return figures.filter((figure) => figure !== false);
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
