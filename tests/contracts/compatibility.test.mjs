// A call of the last released contract still works, unless the version says that it may not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { incompatibilities, mayBreak } from './compatibility.mjs';

const read = (path) => parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const released = read('released/control.openapi.yaml');
const current = read('../../contracts/control.openapi.yaml');

test('each call of the last release still works', () => {
  const found = incompatibilities(released, current);
  if (mayBreak(released.info.version, current.info.version)) return;
  assert.deepEqual(
    found,
    [],
    `contracts/control.openapi.yaml breaks callers of version ${released.info.version}:\n  ${found.join('\n  ')}\n` +
      'Keep the old form beside the new one, or raise the minor version with script/set-version and name the change ' +
      'in CHANGELOG.md under Changed or Removed.',
  );
});

const schema = (properties, more = {}) => ({ type: 'object', properties, additionalProperties: false, ...more });
const json = (of) => ({ content: { 'application/json': { schema: of } } });
const contract = (call, schemas = {}) => ({
  info: { version: '1.0.0' },
  paths: { '/things/{id}': { post: { responses: { 200: json(schema({})) }, ...call } } },
  components: { schemas },
});
const asking = (properties, more) => contract({ requestBody: json(schema(properties, more)) });
const answering = (properties, more) => contract({ responses: { 200: json(schema(properties, more)) } });
const word = { type: 'string', enum: ['a', 'b'] };

const breaks = [
  ['a call is removed', contract({}), { ...contract({}), paths: {} }, /POST \/things\/\{id\}: removed/],
  ['a field of a request is removed', asking({ a: word }), asking({}), /body\.a: removed/],
  [
    'a field of a request is required',
    asking({ a: word }),
    asking({ a: word }, { required: ['a'] }),
    /body\.a: required now/,
  ],
  ['a word is removed', asking({ a: word }), asking({ a: { ...word, enum: ['a'] } }), /"b" is not allowed/],
  ['any text becomes a list', asking({ a: { type: 'string' } }), asking({ a: word }), /only \["a","b"\]/],
  [
    'a limit shrinks',
    asking({ a: { type: 'integer', maximum: 9 } }),
    asking({ a: { type: 'integer', maximum: 8 } }),
    /smaller maximum/,
  ],
  [
    'a limit is new',
    asking({ a: { type: 'integer' } }),
    asking({ a: { type: 'integer', minimum: 1 } }),
    /larger minimum/,
  ],
  [
    'a type is narrower',
    asking({ a: { type: 'number' } }),
    asking({ a: { type: 'integer' } }),
    /expected number, got integer/,
  ],
  ['a field of an answer is removed', answering({ a: word }), answering({}), /200\.a: removed/],
  [
    'a field of an answer is optional',
    answering({ a: word }, { required: ['a'] }),
    answering({ a: word }),
    /not always there/,
  ],
  [
    'an answer has another type',
    answering({ a: word }),
    answering({ a: { type: 'integer' } }),
    /expected string, got integer/,
  ],
  [
    'an answer may be null',
    answering({ a: { type: 'string' } }),
    answering({ a: { type: ['string', 'null'] } }),
    /got string or null/,
  ],
  [
    'an answer has another status',
    answering({}),
    contract({ responses: { 201: json(schema({})) } }),
    /no answer 200/,
  ],
  [
    'a body is required',
    asking({}),
    contract({ requestBody: { ...json(schema({})), required: true } }),
    /a body is required/,
  ],
  [
    'a parameter is required',
    contract({}),
    contract({ parameters: [{ name: 'q', in: 'query', required: true, schema: {} }] }),
    /q is required/,
  ],
  [
    'a parameter is removed',
    contract({ parameters: [{ name: 'q', in: 'query', schema: {} }] }),
    contract({}),
    /q is removed/,
  ],
  [
    'an alternative is removed',
    asking({ a: { oneOf: [{ type: 'string' }, { type: 'integer' }] } }),
    asking({ a: { oneOf: [{ type: 'string' }] } }),
    /expected integer, got string/,
  ],
  [
    'a schema that refers to itself changes',
    contract(
      { requestBody: json({ $ref: '#/components/schemas/Tree' }) },
      { Tree: schema({ tree: { $ref: '#/components/schemas/Tree' }, a: word }) },
    ),
    contract(
      { requestBody: json({ $ref: '#/components/schemas/Tree' }) },
      { Tree: schema({ tree: { $ref: '#/components/schemas/Tree' } }) },
    ),
    /body\.a: removed/,
  ],
  [
    'a part of allOf changes',
    asking({}, { allOf: [schema({ a: word })] }),
    asking({}, { allOf: [schema({})] }),
    /body\.a: removed/,
  ],
];

for (const [what, before, after, message] of breaks) {
  test(`breaks callers: ${what}`, () => {
    assert.match(incompatibilities(before, after).join('\n'), message);
    assert.deepEqual(incompatibilities(before, before), []);
  });
}

test('breaks no caller: new calls, fields, words and larger limits', () => {
  assert.deepEqual(incompatibilities({ ...contract({}), paths: {} }, contract({})), []);
  assert.deepEqual(incompatibilities(asking({}), asking({ a: word })), []);
  assert.deepEqual(incompatibilities(answering({}), answering({ a: word }, { required: ['a'] })), []);
  assert.deepEqual(
    incompatibilities(answering({ a: word }), answering({ a: { ...word, enum: ['a', 'b', 'c'] } })),
    [],
  );
  assert.deepEqual(
    incompatibilities(asking({ a: { type: 'integer', maximum: 9 } }), asking({ a: { type: 'number' } })),
    [],
  );
});

test('each call of today is compared', () => {
  const calls = Object.values(current.paths).flatMap((path) =>
    Object.keys(path).filter((key) => /^[a-z]+$/.test(key) && path[key].responses),
  );
  const removed = incompatibilities(current, { ...current, paths: {} });
  assert.equal(removed.length, calls.length);
});

test('a version that may break is a higher major or minor one', () => {
  assert.deepEqual(
    [
      ['0.1.0', '0.1.1'],
      ['0.1.0', '0.2.0'],
      ['0.9.0', '1.0.0'],
      ['1.2.0', '1.1.9'],
    ].map((pair) => mayBreak(...pair)),
    [false, true, true, false],
  );
});
