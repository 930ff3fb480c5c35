import { part } from "./element.ts";

export interface ComposerOptions {
  send: (text: string) => void;
  stop: () => void;
}

/** While an answer is being written, it can be stopped, and nothing can be sent. */
export type ComposerState = "idle" | "sending" | "answering";

/** Where messages are written. */
export interface Composer {
  show(state: ComposerState): void;
  /** Why the last message was not sent; it comes back to be sent again. */
  refused(reason: string, text: string): void;
  focus(): void;
}

export function composer({ send, stop }: ComposerOptions): Composer {
  const form = part("composer", HTMLFormElement);
  const field = part("message", HTMLTextAreaElement);
  const stopButton = part("stop", HTMLButtonElement);
  const sendButton = part("send", HTMLButtonElement);
  const problem = part("problem", HTMLParagraphElement);
  let state: ComposerState = "idle";
  /** What is said holds only until something can be sent again. */
  let isHint = false;

  function submit(): void {
    const text = field.value.trim();
    if (text === "") return;
    if (state === "answering") return say("The answer is still being written. Wait for it, or stop it first.", true);
    if (state === "sending") return say("The last message is still on its way.", true);
    field.value = "";
    say("");
    grow();
    send(text);
  }

  function say(text: string, waits = false): void {
    isHint = waits;
    problem.textContent = text;
    problem.hidden = text === "";
  }

  /** As high as its lines, where style sheets cannot say so. */
  function grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  stopButton.addEventListener("click", stop);

  return {
    show(next) {
      if (next === state) return;
      state = next;
      const hadFocus = document.activeElement === stopButton || document.activeElement === sendButton;
      stopButton.hidden = state !== "answering";
      sendButton.hidden = state === "answering";
      sendButton.disabled = state === "sending";
      if (state === "idle" && isHint) say("");
      if (hadFocus) field.focus();
    },
    refused(reason, text) {
      say(reason);
      if (field.value === "") field.value = text;
      grow();
      field.focus();
    },
    focus: () => field.focus(),
  };
}
