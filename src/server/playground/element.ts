type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined>;

/** A new element. Children that are text become text, whatever is in them; attributes that are false or missing are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A button that does something; its words are its name. */
export function button(attributes: Attributes, content: Child | Child[], pressed: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...[content].flat());
  made.addEventListener("click", pressed);
  return made;
}

/** For those who listen; not to be seen. */
export function spoken(text: string): HTMLSpanElement {
  return element("span", { class: "visually-hidden" }, text);
}

/** The element of the page that has this id. @throws {TypeError} */
export function part<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`The page has no ${type.name} #${id}.`);
  return found;
}

/** Puts these children into a parent, in this order. Those that are there stay untouched, so that focus and selection do. */
export function arrange(parent: Element, children: readonly Element[]): void {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}
