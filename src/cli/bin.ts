#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { run } from "./main.ts";

enableCompileCache?.();
await run();
