import type { Match } from "../../engine/index.ts";
import { briefReasons } from "./cards.ts";
import type { Entry } from "./conversation/state.ts";
import { modelName } from "./entries.ts";
import { facts } from "./match-detail.ts";
import { NOT_ENOUGH_KNOWN } from "./score.ts";
import { factsOf, roleName } from "./text/format.ts";
import { textOf } from "./text/lines.ts";
import { markdownLines } from "./text/markdown.ts";
import { plainLine, plainText } from "./text/plain-text.ts";
import { partSentence } from "./why.ts";

/** So wide that no sentence is broken: the terminal or the reader does that. Styles are not spoken, so none needs a sign of its own. */
const UNBROKEN = { width: 100_000, colour: true, ascii: true };

/** An entry in words, one line after the other: no bars, no columns, no symbols that would be read out. */
export function speech(entry: Entry): string[] {
  switch (entry.kind) {
    case "welcome":
      return [
        `Rolecall. You are ${plainLine(entry.user.label)}, ${roleName(entry.user.role)}. Answers come from ${modelName(entry.model, entry.offline)}. Type a message, or /help.`,
        ...(entry.notice === null ? [] : [plainLine(entry.notice)]),
      ];
    case "message":
      return [`You: ${plainText(entry.text)}`];
    case "matches":
      return entry.matches.flatMap((match) => [...matchSpeech(match, entry.matches.length), ""]);
    case "answer":
      return markdownLines(entry.markdown, UNBROKEN).map(textOf);
    case "remark":
      return [`Note: ${plainLine(entry.text)}`];
    case "turn-label":
      return [`This answer: ${plainLine(entry.text)}.`];
    case "error":
      return [`Error: ${plainLine(entry.message)}`, ...(entry.hint === null ? [] : [plainLine(entry.hint)])];
    case "facts":
      return [
        `${plainLine(entry.title)}.`,
        ...entry.rows.map(([label, text]) => `${plainLine(label)}: ${plainLine(text)}`),
        ...(entry.note === null ? [] : [plainLine(entry.note)]),
      ];
    case "detail":
      return detailSpeech(entry.match);
    case "why":
      return whySpeech(entry.match);
  }
}

function scoreWords({ score, band }: Match): string {
  return score === null ? NOT_ENOUGH_KNOWN : `score ${score.toFixed(2)}, ${band}`;
}

function matchSpeech(match: Match, amount: number): string[] {
  const about = factsOf(match, " to ").join(", ");
  return [
    `Match ${match.rank}${amount > 1 ? ` of ${amount}` : ""}: ${plainLine(match.title)}, ${scoreWords(match)}.`,
    ...(about === "" ? [] : [`${about}.`]),
    ...skillSpeech(match),
    ...briefReasons(match, 3).map(sentence),
  ];
}

function sentence(text: string): string {
  const spoken = plainLine(text);
  return /[.!?]$/.test(spoken) ? spoken : `${spoken}.`;
}

function skillSpeech({ matched, missing }: Match): string[] {
  const list = (names: readonly string[]) => names.map(plainLine).join(", ");
  return [...(matched.length > 0 ? [`Has ${list(matched)}.`] : []), ...(missing.length > 0 ? [`Missing ${list(missing)}.`] : [])];
}

function detailSpeech(match: Match): string[] {
  const text = match.kind === "job" ? match.record.description : match.record.summary;
  return [
    ...matchSpeech({ ...match, reasons: [] }, 1),
    ...match.reasons.map((reason) => sentence(reason.text)),
    ...facts(match).map(([label, value]) => `${label}: ${value}`),
    ...plainText(text).split("\n"),
  ];
}

function whySpeech(match: Match): string[] {
  return [
    `Why match ${match.rank}, ${plainLine(match.title)}, has ${scoreWords(match)}.`,
    ...match.parts.map(partSentence),
    `Share of the weights that could be compared: ${match.coverage.toFixed(2)}.`,
    ...match.reasons.map(({ field, text }) => `${sentence(text)} From ${plainLine(field)}.`),
  ];
}
