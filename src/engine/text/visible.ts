/**
 * Characters that a reader does not see and a model does: tag characters, variation selectors, zero-width and bidirectional
 * controls, and control characters other than tab and newline. Hidden instructions travel in them.
 */
const INVISIBLE = /[\u{E0000}-\u{E007F}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;
const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;

/** What a person would see of a text. */
export function visible(text: string): string {
  return text.replace(HTML_COMMENT, " ").replace(INVISIBLE, "");
}
