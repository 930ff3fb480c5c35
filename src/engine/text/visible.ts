/**
 * Characters that a reader does not see and a model does: tag characters, variation selectors, zero-width and bidirectional
 * controls, and control characters other than tab and newline. Hidden instructions travel in them.
 */
const INVISIBLE =
  /[\u{E0000}-\u{E007F}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;
const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
/** An image is fetched from where its author likes, and tells that author who reads. */
const IMAGE = /!\[([^\]]*)\]\([^)]*\)|<img\b[^>]*>/gi;
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** With a country code, a trunk zero, or in American groups: never a salary, a year or a range. */
const PHONE =
  /(?<![\p{L}\p{N}])(?:\+\d{1,3}[ .()-]{0,2}(?:\d[ .()/-]{0,2}){6,13}\d|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\p{L}\p{N}])/gu;

/** What a person would see of a text. */
export function visible(text: string): string {
  return text.replace(HTML_COMMENT, " ").replace(INVISIBLE, "");
}

/**
 * What may be shown and sent on of a record's text: what is visible, without e-mail addresses, phone numbers and images that somebody
 * wrote into the prose. Names in prose cannot be told from other words.
 */
export function shareable(text: string): string {
  return visible(text)
    .replace(IMAGE, (_, label: string | undefined) => label ?? "")
    .replace(EMAIL, "[e-mail]")
    .replace(PHONE, "[phone]");
}
