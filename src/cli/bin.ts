#!/usr/bin/env -S node --
import * as module from "node:module";

// Before anything else is loaded, so that all of it is kept compiled. Node 20 cannot, and is to be told so in words.
module.enableCompileCache?.();
await (await import("./main.ts")).run();
