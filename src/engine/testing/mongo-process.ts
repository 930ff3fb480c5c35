// Another process on the same MongoDB: `node mongo-process.ts <uri> <database> <task> <session> <count>`. Says what it was told, as JSON in one line.
import type { Accepted } from "../sessions/chat-history.ts";
import { mongoChatHistory } from "../sessions/mongo.ts";
import { openMongo } from "../store/mongo.ts";
import { openLog } from "../telemetry/log.ts";
import { message, session } from "./messages.ts";

const [uri, database, task, chat, count] = process.argv.slice(2) as [string, string, "same" | "different", string, string];

await using store = openMongo({ uri, database, timeoutMs: 10_000, log: openLog("warn") });
const history = mongoChatHistory(store);

const TASKS: Record<typeof task, (position: number) => Promise<Accepted>> = {
  /** One message again and again, each time for a session of its own, as a client sends it that has heard nothing yet. */
  same() {
    const id = crypto.randomUUID();
    return history.append(message(id, "same"), {}, session(id));
  },
  different: (position) => history.append(message(chat, `${process.pid} ${position}`), {}),
};

const accepted = await Promise.all(Array.from({ length: Number(count) }, (_, position) => TASKS[task](position)));
process.stdout.write(`${JSON.stringify(accepted.map(({ duplicate, message: { message_id, seq } }) => ({ duplicate, message_id, seq })))}\n`);
