/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { WireEvent } from "../client/index.ts";
import { announcer, spokenEvent } from "./announcer.ts";
import { chat } from "./chat.ts";
import { composer } from "./composer.ts";
import { connectionView } from "./connection.ts";
import { type Conversation, conversation } from "./conversation/conversation.ts";
import { follow } from "./conversation/follow.ts";
import { part } from "./element.ts";
import { eventLog } from "./events/event-log.ts";
import { drawIcons } from "./icons.ts";
import { panel } from "./panels.ts";
import { demoUsers } from "./people/demo-users.ts";
import { type Person, signIn } from "./people/sign-in.ts";
import { sessionList } from "./session-list.ts";
import { theme } from "./theme.ts";
import { lastVisit, remember } from "./visit.ts";
import { welcome } from "./welcome.ts";

const turns = part("turns", HTMLDivElement);
const title = part("title", HTMLHeadingElement);
const empty = part("welcome", HTMLDivElement);

drawIcons();
theme();
const announce = announcer();
const log = eventLog();
const sessionsPanel = panel("sessions");
panel("events");
const reading = follow(part("conversation", HTMLElement), part("jump", HTMLButtonElement));
let person: Person | null = null;
let shown: Conversation;
let isDrawn = true;
let wasReady = false;

const talk = chat({
  connection(state, closed) {
    connection.show(state, closed);
    if (state === "ready") {
      log.note("Connected.");
      if (wasReady) announce("Connected again.");
      if (talk.client !== null) void list.refresh(talk.client).then(showTitle);
      wasReady = true;
    } else if (state === "waiting" && wasReady) {
      log.note("The connection is lost.");
      announce("The connection is lost. Connecting again.");
    } else if (state === "closed" && closed?.code !== null) {
      announce("The connection is closed.");
    }
  },
  begun(sessionId) {
    shown = conversation(turns, talk.rate);
    turns.replaceChildren();
    log.clear();
    list.mark(sessionId);
    showTitle();
    remember(person?.key ?? null, sessionId);
  },
  created(sessionId) {
    list.mark(sessionId);
    remember(person?.key ?? null, sessionId);
  },
  event(event) {
    log.see(event);
    const said = spokenEvent(event, textOf);
    if (said !== null) announce(said);
    if (concernsList(event) && talk.client !== null) void list.refresh(talk.client).then(showTitle);
  },
  changed() {
    if (isDrawn) requestAnimationFrame(draw);
    isDrawn = false;
  },
  refused(error, text) {
    // Said where the connection is shown.
    if (error.code === "closed" && text === undefined) return;
    write.refused([error.message, error.hint].filter(Boolean).join(" "), text ?? "");
    if (error.code === "not_found" && text === undefined) talk.open(null);
  },
});

const list = sessionList((sessionId) => {
  sessionsPanel.uncover();
  talk.open(sessionId);
  write.focus();
});
const write = composer({ send, stop: () => talk.stop() });
const connection = connectionView({
  drop: () => talk.client?.drop(),
  again: () =>
    typeof person?.token === "function" ? talk.start(person, talk.sessionId) : people.ask("The last token is not good any more. Paste another one."),
});
const examples = welcome(send);
const people = signIn((chosen) => {
  const last = person === null ? lastVisit() : null;
  person = chosen;
  wasReady = false;
  list.clear();
  examples.of(chosen.role);
  talk.start(chosen, last?.person === chosen.key ? last.sessionId : null);
});

part("new-session", HTMLButtonElement).addEventListener("click", () => {
  sessionsPanel.uncover();
  talk.open(null);
  write.focus();
});

function send(text: string): void {
  if (person === null) {
    write.refused("Nobody speaks yet.", text);
    return people.ask();
  }
  talk.send(text);
  reading.catchUp();
  write.focus();
}

function draw(): void {
  isDrawn = true;
  const { messages, runs, pending, activeRunId } = talk;
  shown.show(messages, runs, pending);
  empty.hidden = messages.length > 0 || pending !== null;
  write.show(activeRunId !== null ? "answering" : pending === null ? "idle" : "sending");
  reading.grown();
}

function showTitle(): void {
  title.textContent = list.titleOf(talk.sessionId) ?? "New session";
}

function textOf(runId: string): string {
  draw();
  return turns.querySelector(`[data-run="${CSS.escape(runId)}"] .words`)?.textContent ?? "";
}

function concernsList(event: WireEvent): boolean {
  return event.type === "RUN_STARTED" || event.type === "RUN_FINISHED" || (event.type === "CUSTOM" && event.name === "title");
}

people.offer(await demoUsers().catch(() => null), lastVisit()?.person ?? null);
