import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MongoClient } from "mongodb";
import { ferretdbProgram } from "../../../fixtures/services/ferretdb.ts";
import { downloadedMongod } from "../../../fixtures/services/mongod-download.ts";
import { programPath } from "../../../fixtures/services/program-path.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const KEEPER = fileURLToPath(new URL("../../../fixtures/services/keeper.ts", import.meta.url));
const START_MS = 20_000;

/** A MongoDB that belongs to one test, which may do anything to it. */
export interface OwnMongo extends AsyncDisposable {
  readonly port: number;
  readonly uri: string;
  /** Ends it the hard way. Its data stay. */
  kill(): Promise<void>;
  /** Starts it again, on its data, at the same address. */
  start(): Promise<void>;
}

/** Null where there is no program to be had. */
export async function ownMongo(): Promise<OwnMongo | null> {
  const mongod = programPath("mongod") ?? (await downloadedMongod());
  const ferretdb = mongod === undefined ? await ferretdbProgram() : undefined;
  const data = temporaryFolder();
  const port = await freePort();
  const uri = `mongodb://127.0.0.1:${port}/`;
  const command =
    mongod === undefined ? [ferretdb, String(port), data.path] : [mongod, "--port", String(port), "--dbpath", data.path, "--bind_ip", "127.0.0.1"];
  let keeper: ChildProcess | undefined;

  async function start(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "rolecall-mongo-"));
    keeper = spawn(process.execPath, [KEEPER, folder, ...(command as string[])], { stdio: ["pipe", "ignore", "inherit"] });
    await using client = new MongoClient(uri, { serverSelectionTimeoutMS: START_MS });
    await client.db("admin").command({ ping: 1 });
  }
  async function kill(): Promise<void> {
    if (keeper === undefined) return;
    const gone = once(keeper, "exit");
    keeper.stdin!.end();
    await gone;
    keeper = undefined;
  }

  if (command[0] === undefined) return null;
  await start();
  return {
    port,
    uri,
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      data[Symbol.dispose]();
    },
  };
}

async function freePort(): Promise<number> {
  await using listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  return (listener.address() as AddressInfo).port;
}
