// Writes the files that the package takes from the repository: the licence, the types of the contracts, and the mock
// if script/wasm has built it. They are made anew for each build, so they are never out of date.
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import openapiTypescript, { astToString } from 'openapi-typescript';

const contracts = new URL('../../contracts/', import.meta.url);
const mock = new URL('../../build/wasm/chatmock.wasm', import.meta.url);
const dist = new URL('dist/', import.meta.url);
const generated = new URL('src/generated/', import.meta.url);
const options = { defaultNonNullable: false, emptyObjectsUnknown: true };

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
if (existsSync(mock)) copyFileSync(mock, new URL('chatmock.wasm', dist));
mkdirSync(generated, { recursive: true });
copyFileSync(new URL('../LICENSE', contracts), new URL('LICENSE', import.meta.url));
copyFileSync(new URL('events.d.ts', contracts), new URL('events.ts', generated));
const types = await openapiTypescript(new URL('control.openapi.yaml', contracts), options);
writeFileSync(new URL('control.ts', generated), astToString(types));
