import type { ChatMessage } from "../../client/index.ts";
import { arrange } from "../element.ts";
import { type Answer, answer } from "./answer.ts";
import type { Rate } from "./feedback.ts";
import { question } from "./question.ts";
import type { RunFacts, Runs } from "./run-facts.ts";

const NOTHING: RunFacts = { activity: null, notices: [], failure: null, figures: null, marks: [] };

export interface Pending {
  clientMessageId: string;
  text: string;
}

/** Shows the messages of one session. */
export interface Conversation {
  show(messages: readonly ChatMessage[], runs: Runs, pending: Pending | null): void;
}

export function conversation(list: HTMLElement, rate: Rate): Conversation {
  const answers = new Map<string, Answer>();
  /** By the message's id; before it has one, by that of the client. */
  const questions = new Map<string, HTMLElement>();

  function answerElement(runId: string, message: ChatMessage | null, facts: RunFacts): HTMLElement {
    let view = answers.get(runId);
    if (view === undefined) answers.set(runId, (view = answer(runId, rate)));
    view.show(message, facts);
    return view.element;
  }

  function questionElement(id: string, text: string): HTMLElement {
    let made = questions.get(id);
    if (made === undefined) questions.set(id, (made = question(text)));
    return made;
  }

  return {
    show(messages, runs, pending) {
      const answered = new Set(messages.filter(({ role }) => role === "assistant").map(({ runId }) => runId));
      const elements = messages.flatMap((message) => {
        const facts = runs.of(message.runId);
        if (message.role === "assistant") return [answerElement(message.runId, message, facts ?? NOTHING)];
        const asked = questionElement(message.id, message.content);
        return facts === undefined || answered.has(message.runId) ? [asked] : [asked, answerElement(message.runId, null, facts)];
      });
      const isSent = messages.some(({ clientMessageId }) => clientMessageId === pending?.clientMessageId);
      if (pending !== null && !isSent) elements.push(questionElement(pending.clientMessageId, pending.text));
      arrange(list, elements);
    },
  };
}
