import { Environment } from "./config.ts";

/** The settings as the README's Markdown table, straight from the schema. */
export function configurationTable(): string {
  const rows = Object.entries(Environment.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined);
    const standard = parsed.success && parsed.data !== undefined && String(parsed.data) !== "" ? `\`${parsed.data}\`` : "";
    return `| \`${name}\` | ${standard} | ${schema.description ?? ""} |`;
  });
  return ["| Variable | Default | What it does |", "|---|---|---|", ...rows].join("\n");
}
