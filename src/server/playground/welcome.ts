import { button, part } from "./element.ts";
import type { Person } from "./people/sign-in.ts";

const PROMPTS = {
  job_seeker: ["remote TypeScript jobs in Germany, at least 70k", "junior data analyst jobs, no degree needed", "what filters are on?"],
  employer: ["senior ICU nurses near Manchester with night-shift experience", "React developers who are open to relocate", "what filters are on?"],
} as const;

/** What a conversation that has not begun shows. */
export function welcome(ask: (text: string) => void): { of(role: Person["role"]): void } {
  const list = part("prompts", HTMLUListElement);
  return {
    of(role) {
      list.replaceChildren(
        ...PROMPTS[role ?? "job_seeker"].map((prompt) => {
          const line = document.createElement("li");
          line.append(button({ class: "prompt" }, prompt, () => ask(prompt)));
          return line;
        }),
      );
    },
  };
}
