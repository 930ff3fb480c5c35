import { part } from "./element.ts";

const KEY = "rolecall.theme";

/** Light or dark as the system is, until the reader says otherwise. */
export function theme(): void {
  const button = part("theme", HTMLButtonElement);
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));

  const kept = localStorage.getItem(KEY);
  if (kept !== null) document.documentElement.dataset.theme = kept;
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem(KEY, next);
    show();
  });
  system.addEventListener("change", show);
  show();
}
