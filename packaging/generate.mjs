// Writes the files that are made of --help of the binary that CHATMOCK_BINARY names, and the tables in its page.
import { readFileSync, writeFileSync } from 'node:fs';
import { filesOf, readCommandLine } from './command_line.mjs';
import { withOptions } from './option_tables.mjs';

const commandLine = readCommandLine(process.env.CHATMOCK_BINARY);
for (const [name, text] of Object.entries(filesOf(commandLine))) {
  writeFileSync(new URL(name, import.meta.url), text);
}
const page = new URL('../docs/COMMAND_LINE.md', import.meta.url);
writeFileSync(page, withOptions(readFileSync(page, 'utf8'), commandLine));
