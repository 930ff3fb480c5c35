// The other process of two: `node second-process-tasks.ts <task> <store>`. Says what it did in one line on stdout.
// Imports what its task needs and no more, for it is started often.
import { openSqlite } from "../store/sqlite.ts";

const TASKS = {
  async open(path: string) {
    openSqlite(path).close();
    return "opened";
  },
  /** Takes the lock of the session "chat" and keeps it until killed. */
  async hold(path: string) {
    const { sqliteSessionLock } = await import("../turns/sqlite-session-lock.ts");
    const database = openSqlite(path);
    const got = await sqliteSessionLock(database, path).acquire("chat", "the other", 60_000);
    setInterval(() => database.isOpen, 1_000);
    return got ? "held" : "refused";
  },
  /** Writes to every table that two processes share, in steps, so that the writes of both interleave. */
  async write(path: string) {
    const { sqliteCatalog } = await import("../catalog/sqlite.ts");
    const { sqliteTurnLog } = await import("../turns/sqlite-turn-log.ts");
    const { delta, message } = await import("./messages.ts");
    const { indexed, job } = await import("./records.ts");
    using database = openSqlite(path);
    const { history, sessionId } = await onlySession(database, path);
    const log = sqliteTurnLog(database, path);
    const catalog = sqliteCatalog(database, path);
    for (let index = 0; index < WRITES; index += 1) {
      await history.append(message(sessionId, `both ${index}`), {});
      await history.append(message(sessionId, `${process.pid} ${index}`), {});
      await log.append(sessionId, `${process.pid}`, [delta("a"), delta("b")], 0);
      await catalog.upsertJobs([indexed(job(`both ${index}`))]);
    }
    return "written";
  },
  /** Is killed as soon as its message is acknowledged. */
  async die(path: string) {
    const { message } = await import("./messages.ts");
    const { history, sessionId } = await onlySession(openSqlite(path), path);
    await history.append(message(sessionId, "last words"), {});
    process.kill(process.pid, "SIGKILL");
    return "alive";
  },
};

export type Task = keyof typeof TASKS;
export const WRITES = 40;

async function onlySession(database: ReturnType<typeof openSqlite>, path: string) {
  const { sqliteChatHistory } = await import("../sessions/sqlite.ts");
  const history = sqliteChatHistory(database, path);
  const [session] = await history.sessionsOf("ada", null, 1);
  return { history, sessionId: session!.session_id };
}

if (import.meta.main) {
  const [task, path] = process.argv.slice(2) as [Task, string];
  const told = await TASKS[task](path).catch((error: { code?: string; hint?: string }) => `${error.code}: ${error.hint}`);
  process.stdout.write(`${told}\n`);
}
