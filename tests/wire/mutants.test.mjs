// Invalid payloads: derived from the schemas here in an independent way. Each arrives, and an independent
// validator refuses it at the place and for the reason in its name.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { collect, events, fixture, next, repository, serve } from './chatmock.mjs';

async function schemaOf(event) {
  return JSON.parse(await readFile(join(repository, 'contracts', 'events', `${event}.schema.json`), 'utf8'));
}

const annotations = ['$schema', '$id', 'title', 'description', 'format'];
const constraints = ['type', 'required', 'properties', 'additionalProperties', 'items', 'pattern'];
const limits = { minLength: 'too_short', maxLength: 'too_long', minimum: 'too_small', maximum: 'too_large' };

// Keywords by which a type's empty value is refused.
const emptyIsRefused = {
  string: ({ minLength = 0, pattern = '' }) => minLength > 0 || !new RegExp(pattern).test(''),
  object: ({ required = [] }) => required.length > 0,
};

// The names of the mutants that a schema implies; an unknown keyword fails the test.
function* namesOf(schema, at) {
  for (const keyword of Object.keys(schema)) {
    assert.ok([...annotations, ...constraints, ...Object.keys(limits)].includes(keyword), `${keyword} is new here`);
  }
  const types = [schema.type].flat();
  if (at !== '') {
    yield `type:${at}`;
    if (!types.includes('null')) yield `null:${at}`;
    if (types.some((type) => emptyIsRefused[type]?.(schema))) yield `empty:${at}`;
    if (schema.pattern) yield `format:${at}`;
    for (const [keyword, kind] of Object.entries(limits)) {
      if (schema[keyword] === undefined || (keyword === 'minLength' && schema[keyword] < 2)) continue;
      yield `${kind}:${at}`;
    }
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (schema.required.includes(name)) yield `missing:${at}/${name}`;
    yield* namesOf(property, `${at}/${name}`);
  }
  if (schema.additionalProperties === false) yield `extra:${at}/unexpected`;
  if (schema.items) yield* namesOf(schema.items, `${at}/0`);
}

// The keywords by one of which a kind of mutant must be refused.
const reasons = {
  missing: ['required'],
  type: ['type'],
  null: ['type'],
  empty: ['minLength', 'pattern', 'required'],
  format: ['format', 'pattern'],
  too_long: ['maxLength'],
  too_small: ['minimum'],
  extra: ['additionalProperties'],
};

const placesOf = ({ instancePath, params }) =>
  [undefined, params.missingProperty, params.additionalProperty].map((name) =>
    name === undefined ? instancePath : `${instancePath}/${name}`,
  );

// A copy without the value at the pointer.
function without(pointer, payload) {
  const copy = structuredClone(payload);
  const steps = pointer.slice(1).split('/');
  const last = steps.pop();
  const parent = steps.reduce((value, step) => value[step], copy);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

function validatorOf(schema) {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  return ajv.compile(schema);
}

for (const event of events) {
  test(`${event}: the mutants are those that its schema implies, and each is one`, async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const schema = await schemaOf(event);
    const good = await fixture(event);
    const { mutants, ...made } = await mock.ask('GET', `/events/${event}/mutants`);
    assert.deepEqual(made, { event, fixture: 'default' });
    assert.deepEqual(mutants.map(({ name }) => name), [...namesOf(schema, '')]);

    const validate = validatorOf(schema);
    assert.ok(validate(good), JSON.stringify(validate.errors));
    const payloads = [];
    for (const { name, at } of mutants) {
      const kind = name.slice(0, name.indexOf(':'));
      assert.equal(name, `${kind}:${at}`);
      const received = next(client, event);
      assert.equal((await mock.inject(event, { mutant: name })).mutant, name);
      const [payload] = await received;
      assert.deepEqual(without(at, payload), without(at, good), `${name} changes something else`);
      assert.ok(!validate(payload), `${name} is accepted`);
      const fits = (error) => placesOf(error).includes(at) && reasons[kind].includes(error.keyword);
      assert.ok(validate.errors.some(fits), `${name}: ${JSON.stringify(validate.errors)}`);
      payloads.push(payload);
    }

    const all = collect(client, event, mutants.length);
    const { seq } = await mock.inject(event, { mutant: '*' });
    assert.deepEqual(await all, payloads);
    const { entries } = await mock.ask('GET', `/journal?kind=emit&after=${seq - 1}`);
    assert.deepEqual(entries.map(({ mutant }) => mutant), mutants.map(({ name }) => name));
  });
}

test('a mutant breaks the payload that would be sent', async (t) => {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  const received = collect(client, 'NewMessage', 2);
  await mock.inject('NewMessage', { mutant: 'null:/id', fixture: 'direct-message', patch: { content: '${user}' } });
  const data = { ...(await fixture('NewMessage')), content: 'whole' };
  await mock.inject('NewMessage', { mutant: 'missing:/attachments', data });
  const { attachments, ...rest } = data;
  assert.deepEqual(await received, [
    { ...(await fixture('NewMessage', 'direct-message')), content: 'alice', id: null },
    rest,
  ]);
});

test('an inapplicable mutant is an error that names it, and is not sent', async (t) => {
  const mock = await serve(t);
  await mock.connected('alice');
  const cases = [
    [{ mutant: 'missing:/sender' }, 404, 'unknown_mutant', '/mutant', /"missing:\/sender_id"/],
    [
      { mutant: 'missing:/attachments/0/id', fixture: 'no-attachments' },
      422,
      'inapplicable_mutant',
      '/mutant',
      /0\/id/,
    ],
    [{ mutant: '*', contract: 'enforce' }, 400, 'invalid_value', '/contract', /expected a mutant without contract/],
    [{ mutant: 7 }, 400, 'invalid_value', '/mutant', /7/],
    [{ mutants: '*' }, 400, 'unknown_field', '/mutants', /"mutant"/],
  ];
  for (const [request, status, code, at, says] of cases) {
    const answer = await mock.control('POST', '/events/NewMessage', request);
    assert.deepEqual([answer.status, answer.body.error.code, answer.body.error.at], [status, code, at]);
    assert.match(JSON.stringify(answer.body.error).replaceAll('\\"', '"'), says);
  }
  assert.equal((await mock.control('GET', '/events/NewMesage/mutants')).body.error.code, 'unknown_event');
  assert.deepEqual((await mock.ask('GET', '/journal?kind=emit')).entries, []);
});
