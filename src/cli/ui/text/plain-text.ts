const ESC = "\u{1b}";
const BEL = "\u{07}";
/** Reorder or hide what stands around them, or print nothing and still confuse a width count. */
const INVISIBLE = /[\u{ad}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]/u;
const UNPRINTABLE = /[^\u{20}-\u{7e}\n]/u;

type State = "text" | "escape" | "csi" | "string" | "string-escape";

/**
 * Takes text in pieces and gives back what may be shown: escape sequences, control characters and direction overrides are
 * dropped, tabs become spaces, line ends become `\n`. A sequence may be cut anywhere between two pieces. A string sequence
 * (OSC, DCS, APC, PM, SOS) without an end swallows at most the rest of its line.
 */
export function plainTextStream(): (piece: string) => string {
  let state: State = "text";
  let afterReturn = false;
  let half = "";
  return (piece) => {
    let out = "";
    let input = half + piece;
    half = "";
    if (/[\ud800-\udbff]$/.test(input)) {
      half = input.slice(-1);
      input = input.slice(0, -1);
    }
    for (const character of input.toWellFormed()) {
      const skipNewline = afterReturn && character === "\n";
      afterReturn = character === "\r";
      if (skipNewline) continue;
      const { next, shown } = step(state, character);
      state = next;
      out += shown;
    }
    return out;
  };
}

/** {@link plainTextStream} for text that is there at once. */
export function plainText(text: string): string {
  return UNPRINTABLE.test(text) ? plainTextStream()(text.toWellFormed()) : text;
}

/** The same on one line: for titles, names and labels. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, " ").trim();
}

function step(state: State, character: string): { next: State; shown: string } {
  const isLineEnd = character === "\n" || character === "\r" || character === "\u{2028}" || character === "\u{2029}";
  if (isLineEnd) return { next: "text", shown: "\n" };
  if (character === ESC) return { next: state === "string" ? "string-escape" : "escape", shown: "" };
  switch (state) {
    case "csi":
      return { next: character >= "\u{40}" && character <= "\u{7e}" ? "text" : "csi", shown: "" };
    case "string":
      return { next: character === BEL || character === "\u{9c}" ? "text" : "string", shown: "" };
    case "string-escape":
      return { next: character === "\\" ? "text" : "string", shown: "" };
    case "escape":
      if (character === "[") return { next: "csi", shown: "" };
      if ("]PX^_".includes(character)) return { next: "string", shown: "" };
      return { next: character >= "\u{20}" && character <= "\u{2f}" ? "escape" : "text", shown: "" };
    case "text":
      return fromText(character);
  }
}

function fromText(character: string): { next: State; shown: string } {
  if (character === "\t") return { next: "text", shown: "    " };
  if (character === "\u{9b}") return { next: "csi", shown: "" };
  if ("\u{90}\u{98}\u{9d}\u{9e}\u{9f}".includes(character)) return { next: "string", shown: "" };
  const isControl = character < "\u{20}" || (character >= "\u{7f}" && character <= "\u{9f}");
  return { next: "text", shown: isControl || INVISIBLE.test(character) ? "" : character };
}
