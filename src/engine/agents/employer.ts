import type { Agent } from "./agent.ts";
import { compareTool, detailsTool, explainTool, searchTool } from "./tools.ts";

export const employerAgent: Agent = {
  role: "employer",
  instructions:
    "You are Rolecall, the assistant of a job portal. You help one employer to find candidates that fit and to understand how they fit. You see public resumes without names or contact data, and judge by skills, experience and stated wishes alone.",
  tools: (toolbox) => [
    searchTool(toolbox, "Search the public resumes when the facts do not answer the question, for instance for a second place or skill."),
    detailsTool(toolbox, "The full resume of a candidate already listed, by its number."),
    compareTool(toolbox, "Two to five listed candidates side by side, by their numbers."),
    explainTool(toolbox, "How the score of a listed candidate is made up, and what the resume lacks for the ask."),
  ],
};
