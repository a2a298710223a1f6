// The JSON Schemas of the files that people write, taken out of the control API's contract, which takes the same:
// node file_schemas.mjs writes schemas/.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const repository = new URL('../../', import.meta.url);
const document = parse(readFileSync(new URL('contracts/control.openapi.yaml', repository), 'utf8'));
const { schemas, 'x-schemas': hidden } = document.components;

// A copy that refers to its own definitions; `found` takes the names of those.
function withOwnReferences(value, found) {
  if (Array.isArray(value)) return value.map((each) => withOwnReferences(each, found));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => {
    if (key !== '$ref' || typeof each !== 'string') return [key, withOwnReferences(each, found)];
    const name = each.slice(each.lastIndexOf('/') + 1);
    found.add(name);
    return [key, `#/$defs/${name}`];
  });
  return Object.fromEntries(entries);
}

function schemaOf(name, file, change = (schema) => schema) {
  const found = new Set();
  const root = change(withOwnReferences(schemas[name], found));
  const definitions = {};
  for (const each of found) definitions[each] = withOwnReferences(schemas[each] ?? hidden[each], found);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:chatmock:schema:${file}`,
    ...root,
    ...(found.size > 0 ? { $defs: Object.fromEntries(Object.entries(definitions).sort()) } : {}),
  };
}

// A file of a profile may extend another, which no call can.
const extending = (profile) => ({
  ...profile,
  properties: {
    $schema: profile.properties.$schema,
    extends: { description: 'The profile that this one changes.', type: 'string' },
    ...profile.properties,
  },
});

// A payload, or a list of arguments; what it holds is the event's contract's business.
const fixture = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:chatmock:schema:fixture',
  description: "An event's payload, as it goes on the wire, or its arguments. Strings may hold placeholders.",
  anyOf: [
    {
      type: 'object',
      required: ['args'],
      properties: { $schema: { type: 'string' }, args: { type: 'array' } },
      additionalProperties: false,
    },
    { type: 'object', properties: { $schema: { type: 'string' } } },
    { not: { type: 'object' } },
  ],
};

export const fileSchemas = {
  fixture,
  profile: schemaOf('Profile', 'profile', extending),
  scenario: schemaOf('Scenario', 'scenario'),
  fault: schemaOf('Fault', 'fault'),
};

export const textOf = (schema) => `${JSON.stringify(schema, null, 2)}\n`;
export const urlOf = (name) => new URL(`schemas/${name}.schema.json`, repository);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, schema] of Object.entries(fileSchemas)) writeFileSync(urlOf(name), textOf(schema));
}
