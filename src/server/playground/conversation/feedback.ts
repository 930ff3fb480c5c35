import { button, element } from "../element.ts";
import { icon } from "../icons.ts";

export type Rating = "up" | "down";
export type Rate = (messageId: string, rating: Rating) => void;

const LABELS = { up: "Good answer", down: "Poor answer" } as const;

/** Thumbs up and down, of which at most one is pressed. */
export interface Feedback {
  readonly element: HTMLElement;
  show(messageId: string, rating: Rating | null): void;
}

export function feedback(rate: Rate): Feedback {
  let rated = "";
  const thumbs = (["up", "down"] as const).map((rating) => {
    const label = LABELS[rating];
    return { rating, thumb: button({ class: "thumb", "aria-label": label, title: label, "aria-pressed": "false" }, icon(rating), () => rate(rated, rating)) };
  });
  return {
    element: element("div", { class: "feedback", role: "group", "aria-label": "Feedback" }, ...thumbs.map(({ thumb }) => thumb)),
    show(messageId, given) {
      rated = messageId;
      for (const { rating, thumb } of thumbs) thumb.setAttribute("aria-pressed", String(rating === given));
    },
  };
}
