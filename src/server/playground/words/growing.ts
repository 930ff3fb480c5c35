/** A line, a list item or an emphasis of which nothing has come yet. */
const BEGUN = /^(?:[-*+]|\d+[.)])?\s*\**$/;

/** Words that have not all come, so that they can be shown: what has only begun waits, and emphasis that goes on is closed. */
export function growing(text: string): string {
  const start = text.lastIndexOf("\n") + 1;
  const line = text.slice(start).trimEnd();
  const before = text.slice(0, start);
  if (BEGUN.test(line.trimStart())) return before.trimEnd();
  let end = line.length;
  while (line[end - 1] === "*") end -= 1;
  const shown = line.slice(0, end);
  const isOpen = shown.split("**").length % 2 === 0;
  return before + (isOpen ? `${shown.trimEnd()}**` : shown);
}
