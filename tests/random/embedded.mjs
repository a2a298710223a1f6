// Runs build/wasm/random/world_random.wasm: node embedded.mjs INPUTS SEED
import { readFile } from "node:fs/promises";
import { writeSync } from "node:fs";
import { answer } from "../../clients/js/dist/in_process/answers.js";
import { Instance } from "../../clients/js/dist/in_process/module.js";

const [inputs, seed] = process.argv.slice(2).map(Number);
const bytes = await readFile(new URL("../../build/wasm/random/world_random.wasm", import.meta.url));
const { exports } = new Instance(await WebAssembly.compile(bytes), {
  ask: (question) => answer(question, {}), output: writeSync,
});
process.exitCode = exports.world_random(inputs, seed);
