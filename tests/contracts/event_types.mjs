// The TypeScript of the events, from their schemas: node event_types.mjs
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const folder = new URL('../../contracts/events/', import.meta.url);
const suffix = '.schema.json';

const head = `// The events of the chat service. Generated from events/*.schema.json by script/generate-types.
//
//   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, { query: { jwt_token } });
`;

function readSchemas() {
  const files = readdirSync(folder).filter((file) => file.endsWith(suffix)).sort();
  return files.map((file) => ({
    event: file.slice(0, -suffix.length),
    schema: JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  }));
}

function listenerOf({ event, schema }) {
  return `  /** ${schema.description} */\n  ${event}: (message: ${event}) => void;\n`;
}

export async function eventTypes() {
  const schemas = readSchemas();
  const payloads = schemas.map(({ event, schema }) => compile(schema, event, { bannerComment: '' }));
  return [
    head,
    ...(await Promise.all(payloads)),
    `/** What the service sends. */\nexport interface ServerToClientEvents {\n${schemas.map(listenerOf).join('')}}\n`,
    '/** What apps send: nothing. */\nexport interface ClientToServerEvents {}\n',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await eventTypes());
