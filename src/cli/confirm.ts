import { createInterface } from "node:readline/promises";
import { RolecallError } from "../engine/index.ts";
import type { CliSession, GlobalOptions } from "./session.ts";

/**
 * Asks before something that cannot be undone.
 * @throws {RolecallError} `usage` where nobody can be asked, `interrupted` where the answer is no.
 */
export async function confirm({ stdin, stderr }: CliSession, { yes, input }: GlobalOptions, question: string): Promise<void> {
  if (yes) return;
  if (input === false || !stdin.isTTY) throw new RolecallError("usage", "This cannot be undone, so it must be confirmed.", { hint: "Pass -y." });
  const readline = createInterface({ input: stdin, output: stderr });
  const left = Promise.withResolvers<string>();
  readline.once("close", () => left.resolve(""));
  const answer = await Promise.race([readline.question(`${question} [y/N] `), left.promise]);
  readline.close();
  if (answer === "") stderr.write("\n");
  if (!/^y(es)?$/i.test(answer.trim())) throw new RolecallError("interrupted", "Nothing was deleted.", { hint: 'Only "y" or "yes" deletes.' });
}
