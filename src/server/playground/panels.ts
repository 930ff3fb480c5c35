import { part } from "./element.ts";

/** From these widths on, a panel stands beside the conversation and is open from the start; below, it covers it. */
const PANELS = { sessions: "(min-width: 52rem)", events: "(min-width: 76rem)" } as const;

export interface Panel {
  /** Gives the conversation back where the panel covers it. */
  uncover(): void;
}

/** A panel at the side, its button, and who has the focus. */
export function panel(name: keyof typeof PANELS): Panel {
  const beside = matchMedia(PANELS[name]);
  const place = part(name, HTMLElement);
  const toggle = part(`${name}-toggle`, HTMLButtonElement);
  const covered = part("main", HTMLElement);
  const isOpen = () => !place.hidden;

  function show(open: boolean): void {
    place.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    covered.inert = document.querySelector("[data-covers]:not([hidden])") !== null;
  }

  function fit(): void {
    place.toggleAttribute("data-covers", !beside.matches);
    show(beside.matches);
  }

  function close(): void {
    const hadFocus = place.contains(document.activeElement);
    show(false);
    if (hadFocus) toggle.focus();
  }

  toggle.addEventListener("click", () => {
    show(!isOpen());
    if (isOpen() && !beside.matches) place.querySelector<HTMLElement>("button")?.focus();
  });
  place.querySelector(".panel-close")?.addEventListener("click", close);
  place.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !beside.matches) close();
  });
  beside.addEventListener("change", fit);
  fit();
  return {
    uncover() {
      if (!beside.matches && isOpen()) show(false);
    },
  };
}
