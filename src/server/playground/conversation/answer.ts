import type { ChatMessage } from "../../client/index.ts";
import { element } from "../element.ts";
import { matchList } from "../matches/match-list.ts";
import { words } from "../words/words.ts";
import { citation } from "./citation.ts";
import { type Rate, feedback } from "./feedback.ts";
import { notes } from "./notes.ts";
import type { RunFacts } from "./run-facts.ts";

/** One answer: its matches, its words, what it is doing, what is to be said about it; in this order from the first moment on. */
export interface Answer {
  readonly element: HTMLElement;
  /** Null where there is nothing of it yet, or never was. */
  show(answer: ChatMessage | null, facts: RunFacts): void;
}

export function answer(runId: string, rate: Rate): Answer {
  let shown: { answer: ChatMessage | null; facts: RunFacts } | null = null;
  const activity = element("p", { class: "activity" });
  const matches = matchList(runId);
  const said = words((n) => citation(article, n, shown?.answer ?? null));
  const about = element("div", { class: "notes" });
  const thumbs = feedback(rate);
  const heading = element("h3", { class: "visually-hidden" }, "Rolecall");
  const article = element("article", { class: "answer", "data-run": runId }, heading, matches.element, said.element, activity, about, thumbs.element);

  return {
    element: article,
    show(answer, facts) {
      if (shown?.answer === answer && shown.facts === facts) return;
      shown = { answer, facts };
      const isWriting = facts.activity !== null && (answer === null || answer.status === "streaming");
      activity.textContent = isWriting ? facts.activity : "";
      activity.hidden = !isWriting;
      article.setAttribute("aria-busy", String(isWriting));
      matches.show(answer?.matches ?? []);
      const key = JSON.stringify([answer?.citations, answer?.matches.length]);
      said.show(answer?.content ?? "", { isGrowing: answer?.status === "streaming", marks: facts.marks, key });
      about.replaceChildren(...notes(answer, facts));
      thumbs.element.hidden = answer === null || answer.status === "streaming" || answer.status === "failed";
      if (answer !== null) thumbs.show(answer.id, answer.feedback);
    },
  };
}
