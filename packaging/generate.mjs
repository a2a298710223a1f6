// Writes the files that are made of --help of the binary that CHATMOCK_BINARY names.
import { writeFileSync } from 'node:fs';
import { filesOf, readCommandLine } from './command_line.mjs';

const binary = process.env.CHATMOCK_BINARY;
for (const [name, text] of Object.entries(filesOf(readCommandLine(binary)))) {
  writeFileSync(new URL(name, import.meta.url), text);
}
