import { turnEvents } from "./scripted-turn.ts";

/** With what is easily broken: characters of several units, nothing that can be seen, the same word twice. */
export const WORDS = ["Two ", "jobs ", "fit: ", "é", "👩‍💻", "\u0000", " [1]", " and ", "[2].\n", "Two ", "Two "];
export const TEXT = WORDS.join("");
export const TURN = turnEvents({ runId: "run", clientMessageId: "message", text: "Jobs?", words: WORDS, end: "complete" });
