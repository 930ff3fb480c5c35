/** LangChain reads these by itself and would send prompts and records to the network, or print them, unmasked. */
const SWITCHES = ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2", "LANGCHAIN_VERBOSE"];

/** Switches LangChain's own tracing off in this process; turns are traced by `Tracing` alone. */
export function switchOffForeignTracing(): void {
  for (const name of SWITCHES) delete process.env[name];
}
