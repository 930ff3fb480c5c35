import type { Step, TurnEvent } from "../events.ts";

/** Completes what a turn tells with the beginning of its text, and with the ends of what was begun; no character is told in halves. */
export interface TextAndSteps {
  /** What is to be told in place of the event. */
  add(event: TurnEvent): TurnEvent[];
  /** The ends of what is still open. */
  close(): TurnEvent[];
}

/** `messageId` is the answer's. The text ends with the step that says it. */
export function textAndSteps(messageId: string): TextAndSteps {
  let isSpeaking = false;
  /** The first half of a character whose second half comes with the next words. */
  let half = "";
  const steps = new Set<Step>();

  function endText(): TurnEvent[] {
    if (!isSpeaking) return [];
    isSpeaking = false;
    const last = half;
    half = "";
    return [...(last === "" ? [] : [{ type: "text-delta" as const, text: last }]), { type: "text-end", messageId }];
  }

  function speak(words: string): TurnEvent[] {
    const text = half + words;
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
    const told = text.slice(0, text.length - half.length);
    if (told === "") return [];
    const begun = isSpeaking;
    isSpeaking = true;
    return [...(begun ? [] : [{ type: "text-start" as const, messageId }]), { type: "text-delta", text: told }];
  }

  function close(): TurnEvent[] {
    const ends = [...steps].map((step): TurnEvent => ({ type: "step-end", step }));
    steps.clear();
    return [...endText(), ...ends];
  }

  return {
    add(event) {
      switch (event.type) {
        case "step-start":
          steps.add(event.step);
          return [event];
        case "step-end":
          steps.delete(event.step);
          return event.step === "answer" ? [...endText(), event] : [event];
        case "text-start":
          isSpeaking = true;
          return [event];
        case "text-end":
          isSpeaking = false;
          return [event];
        case "text-delta":
          return speak(event.text);
        case "turn-end":
        case "turn-error":
          return [...close(), event];
        default:
          return [event];
      }
    },
    close,
  };
}
