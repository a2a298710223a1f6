// Valid edge cases: derived here in an independent way. Each arrives, and an independent validator accepts
// it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { collect, events, fixture, next, repository, serve } from './chatmock.mjs';

const schemaOf = async (event) =>
  JSON.parse(await readFile(join(repository, 'contracts', 'events', `${event}.schema.json`), 'utf8'));

const lastExact = Number.MAX_SAFE_INTEGER;
const characters = ['emoji', 'right_to_left', 'combining', 'four_byte', 'control'];

function* textsOf({ minLength = 0, maxLength, pattern }, present) {
  const fits = (text) => text !== present && (pattern === undefined || new RegExp(pattern, 'u').test(text));
  if (fits('x'.repeat(minLength))) yield 'shortest';
  if (maxLength !== undefined && fits('x'.repeat(maxLength))) yield 'longest';
  if (pattern === undefined) yield* characters;
}

function* numbersOf({ minimum = -lastExact, maximum = lastExact }, present) {
  if (minimum !== present) yield 'smallest';
  if (maximum !== present) yield 'largest';
  if (minimum <= 0 && maximum >= 0 && present !== 0) yield 'zero';
}

// The kinds of variants of one place.
function* kindsOf(schema, present) {
  const types = [schema.type].flat();
  if (types.includes('null') && present !== null) yield 'null';
  if (types.includes('boolean')) yield present === true ? 'value_2' : 'value_1';
  if (types.includes('string')) yield* textsOf(schema, present);
  if (types.includes('integer')) yield* numbersOf(schema, present);
  if (types.includes('array') && present?.length > 0) yield* ['empty', 'many'];
  if (types.includes('object') && schema.required === undefined) yield 'empty';
}

function* namesIn(schema, value, at) {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const here = `${at}/${name}`;
    if (name in value && !schema.required.includes(name)) yield `absent:${here}`;
    yield* namesOf(property, value[name], here);
  }
  if (schema.items && value.length > 0) yield* namesOf(schema.items, value[0], `${at}/0`);
}

function* namesOf(schema, value, at) {
  for (const kind of kindsOf(schema, value)) yield `${kind}:${at}`;
  if (value !== null && typeof value === 'object') yield* namesIn(schema, value, at);
}

for (const event of events) {
  test(`${event}: the variants are those that its schema implies, and each is valid`, async (t) => {
    const mock = await serve(t);
    const client = await mock.connected('alice');
    const schema = await schemaOf(event);
    const good = await fixture(event);
    const { variants, ...made } = await mock.ask('GET', `/events/${event}/variants`);
    assert.deepEqual(made, { event, fixture: 'default' });
    assert.deepEqual(variants.map(({ name }) => name), [...namesIn(schema, good, '')]);

    const ajv = new Ajv({ allowUnionTypes: true });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    const all = collect(client, event, variants.length);
    const { seq, variant } = await mock.inject(event, { variant: '*' });
    assert.equal(variant, '*');
    const payloads = (await all);
    payloads.forEach((payload, i) => {
      assert.ok(validate(payload), `${variants[i].name}: ${JSON.stringify(validate.errors)}`);
      assert.notDeepEqual(payload, good, variants[i].name);
    });
    assert.equal(new Set(payloads.map((payload) => JSON.stringify(payload))).size > variants.length * 0.8, true);
    const { entries } = await mock.ask('GET', `/journal?kind=emit&after=${seq - 1}`);
    assert.deepEqual(entries.map(({ variant: name }) => name), variants.map(({ name }) => name));
  });
}

test('a variant varies the payload that would be sent', async (t) => {
  const mock = await serve(t);
  const client = await mock.connected('alice');
  const received = next(client, 'NewMessage');
  const answer = await mock.inject('NewMessage', { variant: 'null:/group_id', patch: { content: '${user}' } });
  assert.equal(answer.variant, 'null:/group_id');
  assert.deepEqual(await received, [{ ...(await fixture('NewMessage')), content: 'alice', group_id: null }]);
});

test('an unknown variant is an error that names it, and is not sent', async (t) => {
  const mock = await serve(t);
  await mock.connected('alice');
  const cases = [
    [{ variant: 'nul:/group_id' }, 404, 'unknown_variant', '/variant', /"null:\/group_id"/],
    [
      { variant: 'many:/attachments', fixture: 'no-attachments' },
      422,
      'inapplicable_variant',
      '/variant',
      /attachments/,
    ],
    [{ variant: '*', mutant: '*' }, 400, 'invalid_value', '/variant', /expected a mutant or a variant, got both/],
    [{ variant: 7 }, 400, 'invalid_value', '/variant', /7/],
  ];
  for (const [request, status, code, at, says] of cases) {
    const answer = await mock.control('POST', '/events/NewMessage', request);
    assert.deepEqual([answer.status, answer.body.error.code, answer.body.error.at], [status, code, at]);
    assert.match(JSON.stringify(answer.body.error).replaceAll('\\"', '"'), says);
  }
  assert.deepEqual((await mock.ask('GET', '/journal?kind=emit')).entries, []);
});
