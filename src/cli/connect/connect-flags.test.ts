import { describe, expect, test } from "vitest";
import { rolecall } from "../testing/rolecall.ts";

const URL = "ws://127.0.0.1:9";

describe("flags that do not go together are refused before anything is opened", () => {
  test.each([
    [["--max-cost", "1"], "--max-cost has no effect with --connect: the server cannot be told a limit."],
    [["--model", "gpt-4o"], "--model has no effect with --connect: the server chooses its model."],
    [["--store", "embedded"], "--store has no effect with --connect: the server has its own stores."],
    [["--data-dir", "/nowhere"], "--data-dir has no effect with --connect: the server has its own stores."],
  ])("%j", async (flags, told) => {
    const { code, out, err } = await rolecall(["chat", "--connect", URL, "--token", "t", "-p", "x", ...flags]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe(`rolecall: ${told} Leave out ${flags[0]} or --connect.\n`);
  });

  test("a token without a server", async () => {
    const { code, err } = await rolecall(["chat", "--token", "t", "-p", "x"]);
    expect({ code, err }).toEqual({ code: 2, err: "rolecall: --token is for a server, and none is named. Name it with --connect.\n" });
  });
});

test("without a token nothing is connected to, and it is said where one comes from", async () => {
  const { code, out, err } = await rolecall(["chat", "--connect", URL, "-p", "x"], { variables: { HOME: "/nowhere" } });
  expect({ code, out }).toEqual({ code: 4, out: "" });
  expect(err).toContain("rolecall token");
});

test("without a message and a terminal there is nothing to do", async () => {
  const { code, err } = await rolecall(["chat", "--connect", URL, "--token", "t"]);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("There is no message to answer.") });
});

describe("an address that is none is refused, and not repeated: it can hold a secret", () => {
  test.each(["8787", "127.0.0.1:8787", "ftp://host", "ws://host?token=abc", "ws://host#there", "ws://me:secret@host", ""])("%j", async (address) => {
    const { code, err } = await rolecall(["chat", "--connect", address, "--token", "t", "-p", "x"]);
    const told = "rolecall: --connect does not take this address. Pass one such as ws://127.0.0.1:8787, without a query or a password.\n";
    expect({ code, err }).toEqual({ code: 2, err: told });
  });
});
