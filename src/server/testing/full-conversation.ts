import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";
import type { Ports } from "../../engine/deps.ts";
import { type Actor, RolecallError, type TurnEvent } from "../../engine/index.ts";
import type { Reply } from "../../engine/testing/scripted-model.ts";
import { EMPLOYER, SEEKER } from "../../engine/testing/seeded-store.ts";
import type { ChatSession, Run } from "../client/chat-client.ts";
import { connect } from "../client/connect.ts";
import type { WireMessage } from "../protocol/events.ts";
import { wireMessage } from "../protocol/wire-event.ts";
import { type LocalReplica, localReplica } from "./local-replica.ts";
import { refusedToken, tokenOf } from "./plain-tokens.ts";
import { type RecordedFrames, recordedFrames } from "./recorded-frames.ts";
import { type ScriptedProvider, scriptedProvider } from "./scripted-provider.ts";
import { signedInClient } from "./signed-in-client.ts";
import type { AnyFrame } from "./test-client.ts";

export interface FullConversation {
  sent: AnyFrame[];
  received: AnyFrame[];
  /** Of the commands that were carried out. */
  answers: { command: string; result: AnyFrame | undefined }[];
  /** Undefined for a session that was deleted. */
  stored(sessionId: string): WireMessage[] | undefined;
}

const WAITING = { timeout: 20_000, interval: 10 };
/** Says and does everything that the protocol knows, on a server with a real engine, and writes down every frame. */
export async function fullConversation(directory: string): Promise<FullConversation> {
  await using provider = await scriptedProvider();
  const fault = { isOn: false };
  await using server = await localReplica(directory, { environment: provider.environment, adapt: (ports) => faulty(ports, fault) });
  const connections: RecordedFrames[] = [];
  const scene: Scene = {
    provider,
    server,
    fault,
    record() {
      const frames = recordedFrames();
      connections.push(frames);
      return frames;
    },
  };
  const kept = [await seekerTalks(scene), await employerTalks(scene), await modelFails(scene, directory)].flat();
  await slowReaderListens(scene);
  await errors(scene);
  await losses(scene);
  await interruption(scene);

  const stored = new Map<string, WireMessage[]>();
  for (const { actor, sessionId } of kept) {
    stored.set(sessionId, (await server.engine.sessions.show(actor, sessionId)).messages.map(wireMessage));
  }
  return {
    sent: connections.flatMap(({ sent }) => sent),
    received: connections.flatMap(({ received }) => received),
    answers: connections.flatMap(answersIn),
    stored: (sessionId) => stored.get(sessionId),
  };
}

interface Scene {
  provider: ScriptedProvider;
  server: LocalReplica;
  fault: { isOn: boolean };
  record(): RecordedFrames;
}

type Kept = { actor: Actor; sessionId: string }[];

function client({ server, record }: Scene, actor: Actor) {
  return connect({ url: server.url, token: () => tokenOf(actor), WebSocket: record().WebSocket });
}

async function told(run: Promise<Run>): Promise<Run> {
  const { events } = await run;
  for await (const _ of events);
  return run;
}

const words = (...says: string[]): Reply => ({ says });

async function seekerTalks(scene: Scene): Promise<Kept> {
  const { provider, fault } = scene;
  const chat = client(scene, SEEKER);
  const session = await chat.open();
  const say = (text: string, ...replies: Parameters<ScriptedProvider["answer"]>) => {
    if (replies.length > 0) provider.answer(...replies);
    return told(session.send(text));
  };
  await say("remote TypeScript jobs", words("These fit ", "[1], [", "2", "]. 👩‍", "💻", " And [99]."));
  await say("only full-time", words("Those "));
  await say("more", words("More [6]."));
  await say("tell me about 2", words("It is [2]."));
  await say("hello");
  await say("remote TypeScript jobs", words("Not asked."));
  await say("jobs with React", { says: "Let me look. ", calls: [{ name: "search", args: { query: "Node.js" } }] }, words("Found [1]."));
  await say(
    "jobs with Python",
    {
      calls: [
        { name: "details", args: { n: 1 } },
        { name: "search", args: "{not json" },
      ],
    },
    words("As it says [1]."),
  );
  await stopped(scene, session);
  fault.isOn = true;
  await say("jobs in Berlin");
  fault.isOn = false;
  await session.feedback(session.messages.findLast(({ role }) => role === "assistant")!.id, "up", "Good.");
  await chat.sessions();
  const other = await chat.open();
  await told(other.send("hello"));
  await other.end();
  session.close();
  await chat.sessions();
  chat.close();
  return [session, other].map(({ id: sessionId }) => ({ actor: SEEKER, sessionId }));
}

/** On a server of its own: a model that fails twice is left alone for a while. */
async function modelFails(scene: Scene, directory: string): Promise<Kept> {
  const { provider, record } = scene;
  await using server = await localReplica(directory, { environment: provider.environment });
  const chat = connect({ url: server.url, token: tokenOf(SEEKER), WebSocket: record().WebSocket });
  const session = await chat.open();
  provider.answer({ says: ["Half an ", "answer"], breaksOff: true });
  await told(session.send("accounting jobs"));
  provider.answer({ error: 500 });
  await told(session.send("nursing jobs"));
  await told(session.send("marketing jobs"));
  chat.close();
  return [{ actor: SEEKER, sessionId: session.id }];
}

async function stopped({ provider }: Scene, session: ChatSession): Promise<void> {
  provider.answer({ says: Array.from({ length: 200 }, (_, index) => `word${index} `), pauseMs: 20 });
  const run = await session.send("data jobs");
  await vi.waitUntil(() => session.messages.at(-1)!.content.includes("word3 "), WAITING);
  await run.cancel();
  for await (const _ of run.events);
}

async function employerTalks(scene: Scene): Promise<Kept> {
  const chat = client(scene, EMPLOYER);
  const session = await chat.open();
  for (const text of ["nurses in the UK", "only with 3 years of experience", "more", "tell me about 1", "compare 1 and 2", "thanks"]) {
    scene.provider.answer(words("Candidate ", "[1]."));
    await told(session.send(text));
  }
  chat.close();
  return [{ actor: EMPLOYER, sessionId: session.id }];
}

/** Falls so far behind what is in the log that it is told many words as one. */
async function slowReaderListens({ server, record }: Scene): Promise<void> {
  const frames = record();
  const slow = await signedInClient(server.port, tokenOf(SEEKER));
  slow.socket.on("message", (data) => (frames.received as AnyFrame[]).push(JSON.parse(String(data))));
  const sessionId = await slow.session();
  slow.socket.pause();
  await server.ports.turnLog.append(sessionId, "a-long-run", longTurn(sessionId), 0);
  slow.send({ id: "again", type: "session.open", payload: { sessionId, afterSeq: 0 } });
  await sleep(500);
  slow.socket.resume();
  await slow.next("RUN_ERROR");
  slow.terminate();
}

/** More than the kernels of both sides keep for who does not read. */
function longTurn(sessionId: string): TurnEvent[] {
  const text = "0123456789".repeat(800);
  const words = Array.from({ length: 3_000 }, (): TurnEvent => ({ type: "text-delta", text }));
  const start = { sessionId, turnId: "a-long-run", messageId: "question", clientMessageId: "asked", text: "hello", created: false, duplicate: false };
  return [
    { type: "turn-start", ...start },
    { type: "text-start", messageId: "answer" },
    ...words,
    { type: "text-end", messageId: "answer" },
    { type: "turn-error", code: "interrupted", message: "The answer was interrupted.", retryable: true },
  ];
}

/** A connection whose frames are written by hand. */
async function byHand({ server, record }: Scene, actor: Actor) {
  const { WebSocket, received } = record();
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/chat/ws`, "rolecall.v1");
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const say = (frame: AnyFrame) => socket.send(JSON.stringify(frame));
  const heard = (fits: (frame: AnyFrame) => boolean) => vi.waitUntil(() => received.find(fits), WAITING);
  say({ type: "connection_init", payload: { token: tokenOf(actor) } });
  await heard(({ type }) => type === "connection_ack");
  let id = 0;
  async function command(type: string, payload?: AnyFrame): Promise<AnyFrame> {
    const own = `by-hand-${(id += 1)}`;
    say({ id: own, type, payload });
    return heard((frame) => frame.id === own);
  }
  return { say, heard, command, close: () => socket.close() };
}

async function errors(scene: Scene): Promise<void> {
  const { say, heard, command, close } = await byHand(scene, SEEKER);
  say({ type: "ping" });
  await heard(({ type }) => type === "pong");
  say({ type: "pong" });
  const { result } = await command("session.open");
  const { sessionId } = result;
  await command("auth.refresh", { token: tokenOf(SEEKER) });
  await command("auth.refresh", { token: refusedToken("unauthenticated") });
  await command("message.send", { sessionId: crypto.randomUUID(), clientMessageId: "a", text: "hello" });
  await command("message.send", { sessionId, clientMessageId: "b", text: " " });
  await command("message.send", { sessionId, clientMessageId: "c", text: "x".repeat(33_000) });
  await command("feedback.set", { sessionId, messageId: "no such message", rating: "down" });
  await command("run.cancel", { sessionId, runId: "no such run" });
  await command("session.end", { sessionId });
  await command("message.send", { sessionId, clientMessageId: "d", text: "hello" });
  await command("session.close", { sessionId });
  close();
}

async function losses(scene: Scene): Promise<void> {
  const { sessions } = scene.server.engine;
  const { heard, command, close } = await byHand(scene, SEEKER);
  const { result } = await command("session.open");
  const { sessionId } = result;
  await command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "hello" });
  await heard(({ type }) => type === "RUN_FINISHED");
  await command("session.open", { sessionId, afterSeq: 1_000 });
  await heard(({ type }) => type === "MESSAGES_SNAPSHOT");
  await sessions.delete(SEEKER, sessionId);
  await heard(({ name }) => name === "session_deleted");
  close();
}

/** The last, since nothing is taken afterwards. */
async function interruption(scene: Scene): Promise<void> {
  const { provider, server } = scene;
  provider.answer({ says: Array.from({ length: 200 }, (_, index) => `word${index} `), pauseMs: 20 });
  const { heard, command, close } = await byHand(scene, SEEKER);
  const { result } = await command("session.open");
  const { sessionId } = result;
  await command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "teaching jobs" });
  await heard(({ type }) => type === "TEXT_MESSAGE_CONTENT");
  await server.engine.drain(0);
  await heard(({ type, code }) => type === "RUN_ERROR" && code === "interrupted");
  await command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "hello" });
  close();
}

function answersIn({ sent, received }: RecordedFrames): FullConversation["answers"] {
  return received.flatMap(({ type, id, result }) => {
    const command = sent.find((frame) => frame.id === id)?.type;
    return type === "ack" && command !== undefined ? [{ command: pascal(command), result }] : [];
  });
}

const pascal = (command: string) =>
  command
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

/** A catalogue that cannot be searched for a while. */
function faulty(ports: Ports, fault: { isOn: boolean }): Ports {
  const { catalog } = ports;
  const lexical: Ports["catalog"]["lexical"] = async (...args) => {
    if (fault.isOn) throw new RolecallError("storage_unavailable", "The catalogue cannot be searched.");
    return catalog.lexical(...args);
  };
  return { ...ports, catalog: Object.assign(Object.create(catalog), { lexical }) as Ports["catalog"] };
}
