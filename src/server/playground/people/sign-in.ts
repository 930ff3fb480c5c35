import { element, part } from "../element.ts";
import { type DemoUser, ROLES, tokensOf } from "./demo-users.ts";

/** Who speaks: a name for it, and how to get a token. A token that was pasted is the only one. */
export interface Person {
  /** What is remembered of it for the next visit; null for a token, which is not kept. */
  key: string | null;
  role: DemoUser["role"] | null;
  token: string | (() => Promise<string>);
}

const OTHER = "other";

/** The choice of the user. `changed` is told of the first one, too. */
export interface SignIn {
  /** Shows the users there are; null where the server gives no tokens: then one has to be pasted. */
  offer(users: readonly DemoUser[] | null, preferred: string | null): void;
  /** Asks for another user, or another token. */
  ask(reason?: string): void;
}

export function signIn(changed: (person: Person) => void): SignIn {
  const picker = part("user", HTMLSelectElement);
  const dialog = part("sign-in", HTMLDialogElement);
  const userForm = part("other-user", HTMLFormElement);
  const tokenForm = part("own-token", HTMLFormElement);
  const people = new Map<string, Person>();
  let chosen = "";

  function choose(key: string): void {
    chosen = key;
    picker.value = key;
    changed(people.get(key)!);
  }

  /** One more line in the picker, and the one that speaks from now on. */
  function take(key: string, label: string, person: Person): void {
    if (!people.has(key)) picker.querySelector(`[value=${OTHER}]`)!.before(element("option", { value: key }, label));
    people.set(key, person);
    dialog.close();
    choose(key);
  }

  function addUser({ userId, role, label }: DemoUser): Person {
    const key = `${role} ${userId}`;
    const person = { key, role, token: tokensOf({ userId, role }) };
    people.set(key, person);
    picker.append(element("option", { value: key }, `${ROLES[role]}: ${label}`));
    return person;
  }

  function ask(reason = ""): void {
    part("sign-in-reason", HTMLParagraphElement).textContent = reason;
    if (!dialog.open) dialog.showModal();
    (userForm.hidden ? part("token", HTMLTextAreaElement) : part("user-id", HTMLInputElement)).focus();
  }

  picker.addEventListener("change", () => (picker.value === OTHER ? ask() : choose(picker.value)));
  dialog.addEventListener("close", () => (picker.value = chosen));
  part("sign-in-close", HTMLButtonElement).addEventListener("click", () => dialog.close());
  userForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(userForm);
    const role = given.get("role") as DemoUser["role"];
    const userId = String(given.get("user-id")).trim();
    const key = `${role} ${userId}`;
    take(key, `${ROLES[role]}: ${userId}`, { key, role, token: tokensOf({ userId, role }) });
  });
  tokenForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const token = String(new FormData(tokenForm).get("token")).trim();
    tokenForm.reset();
    take("token", "A token of your own", { key: null, role: null, token });
  });

  return {
    ask,
    offer(users, preferred) {
      picker.replaceChildren(element("option", { value: "", hidden: true }, "Nobody yet"));
      for (const user of users ?? []) addUser(user);
      picker.append(element("option", { value: OTHER }, users === null ? "Paste a token …" : "Someone else …"));
      userForm.hidden = users === null;
      const first = [...people.keys()][0];
      picker.value = chosen;
      if (first === undefined) return ask("This server gives no development tokens. Paste one of yours: it stays in this page, and goes when you leave it.");
      choose(preferred !== null && people.has(preferred) ? preferred : first);
    },
  };
}
