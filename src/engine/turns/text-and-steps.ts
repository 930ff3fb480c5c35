import type { Step, TurnEvent } from "../events.ts";

/** Completes what a turn tells with the beginning of its text, and with the ends of what was begun. */
export interface TextAndSteps {
  /** What is to be told in place of the event. */
  add(event: TurnEvent): TurnEvent[];
  /** The ends of what is still open. */
  close(): TurnEvent[];
}

/** `messageId` is the answer's. The text ends with the step that says it. */
export function textAndSteps(messageId: string): TextAndSteps {
  let isSpeaking = false;
  const steps = new Set<Step>();

  function endText(): TurnEvent[] {
    if (!isSpeaking) return [];
    isSpeaking = false;
    return [{ type: "text-end", messageId }];
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
        case "text-delta": {
          if (event.text === "" || isSpeaking) return event.text === "" ? [] : [event];
          isSpeaking = true;
          return [{ type: "text-start", messageId }, event];
        }
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
