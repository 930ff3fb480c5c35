export const OUTPUT_FORMATS = ["text", "json", "stream-json"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The format that was asked for, read from the words themselves: it must be known when they cannot be parsed. */
export function formatOf(args: readonly string[]): OutputFormat {
  const flags = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (flags.includes("--json")) return "json";
  const named = flags.flatMap((flag, at) => (flag === "--output-format" ? [flags[at + 1]] : flag.startsWith("--output-format=") ? [flag.split("=")[1]] : []));
  return OUTPUT_FORMATS.find((format) => format === named.at(-1)) ?? "text";
}
