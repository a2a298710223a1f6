// The JSON Schemas of the files that people write: up to date, right about every file that is shipped, and as strict as
// the mock is.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { copyOf, repository, run, serve } from '../wire/chatmock.mjs';
import { fileSchemas, textOf, urlOf } from './file_schemas.mjs';

const ajv = new Ajv2020({ strict: false, allErrors: true });
const validators = Object.fromEntries(Object.entries(fileSchemas).map(([name, schema]) => [name, ajv.compile(schema)]));

function check(kind, value, place) {
  validators[kind](value);
  return (validators[kind].errors ?? []).map((error) => `${place}${error.instancePath} ${error.message}`);
}

const read = (path) => JSON.parse(readFileSync(join(repository, path), 'utf8'));
const filesIn = (folder) => readdirSync(join(repository, folder), { recursive: true })
  .filter((file) => file.endsWith('.json')).map((file) => `${folder}/${file}`);

test('they are up to date', () => {
  for (const [name, schema] of Object.entries(fileSchemas))
    assert.equal(readFileSync(urlOf(name), 'utf8'), textOf(schema), 'script/generate-schemas writes it anew');
});

test('every file that is shipped keeps its schema', () => {
  let count = 0;
  for (const [kind, folder] of [['fixture', 'events'], ['profile', 'profiles'], ['scenario', 'scenarios']]) {
    for (const file of filesIn(`fixtures/${folder}`)) {
      assert.deepEqual(check(kind, read(file), file), []);
      count += 1;
    }
  }
  assert.ok(count > 60, `${count} files`);
});

test('the mock hands them out', async (t) => {
  const mock = await serve(t);
  for (const [name, schema] of Object.entries(fileSchemas))
    assert.deepEqual(await mock.ask('GET', `/schemas/${name}.schema.json`), JSON.parse(textOf(schema)));
});

const profiles = [
  {},
  { $schema: '../../schemas/profile.schema.json', extends: 'default' },
  { extends: 7 },
  { protocl: {} },
  { protocol: { ping_interval_ms: 300 } },
  { protocol: { ping_interval_ms: 0 } },
  { protocol: { max_payload: 1e9 } },
  { auth: { rules: [{ match: {}, outcome: { do: 'reject' } }], expire_at_exp: true } },
  { auth: { expire_at_exp: 1 } },
  { auth: { rules: [{ match: {}, outcome: { do: 'dance' } }] } },
  { user_from_token: true },
  { user_from_token: 'yes' },
  { groups: { 7: ['alice'] } },
  { groups: { 7: [1] } },
  { namespaces: ['/', '/x'] },
  { namespaces: ['x'] },
  { endpoints: [{ path: '/x', echo: true }] },
  { endpoints: [{ echo: true }] },
  { token_from: ['query:t'] },
  { token_from: [] },
  { token_from: ['body:t'] },
  { eio_default: 3 },
  { eio_default: 5 },
  { faults: { lossy: { do: 'drop' } } },
  { faults: { lossy: { do: 'dorp' } } },
  { client_events: { typing: { data: {} } } },
  { client_events: { typing: {} } },
  { client_events: { disconnect: { data: {} } } },
  { reactions: [{ on: 'connect', emit: { event: 'hi', args: ['${auth}'] } }] },
  { reactions: [{ on: 'leave', emit: { event: 'hi' } }] },
  { jwt: { seeded: true } },
  { jwt: { secret: 'x', alg: 'HS256' } },
  { jwt: { secret: 7 } },
  { jwt: { alg: 'HS512', secret: 'x' } },
];

test('of profiles, the mock loads those that keep the schema, and no others', async (t) => {
  for (const profile of profiles) {
    const fixtures = copyOf(t, 'fixtures', { 'profiles/mine.json': profile });
    const { code, stdout } = await run('check', '--fixtures', fixtures);
    const errors = check('profile', profile, 'mine.json');
    assert.equal(code === 0, errors.length === 0, `${JSON.stringify(profile)}: ${stdout} ${errors}`);
  }
});
