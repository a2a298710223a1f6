// The contract engine against ajv: random schemas and payloads, from one seed, have to be judged alike.
//   CHATMOCK_PAIRS=100000 CHATMOCK_SEED=7 node --test engine.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import Ajv from 'ajv';
import Ajv2019 from 'ajv/dist/2019.js';
import Ajv2020 from 'ajv/dist/2020.js';
import { diceOf, randomDocument, randomPayload } from './random_schemas.mjs';

const pairs = Number(process.env.CHATMOCK_PAIRS ?? 6000);
const seed = Number(process.env.CHATMOCK_SEED ?? 1);
const payloadsOfSchema = 5;
const judge = process.env.CHATMOCK_JUDGE ?? '../../build/tests/schema_judge';

const settings = { strict: false, validateFormats: false, validateSchema: true, logger: false };
const ajvs = { 7: () => new Ajv(settings), 2019: () => new Ajv2019(settings), 2020: () => new Ajv2020(settings) };

const has = (schema, wanted) =>
  typeof schema === 'object' &&
  schema !== null &&
  Object.entries(schema).some(([name, value]) => wanted(name, value, schema) || has(value, wanted));

const hasKeyword = (schema, ...keywords) => has(schema, (name) => keywords.includes(name));

// Differences of ajv, each with its reason.
const differences = [
  {
    reason:
      'ajv takes an empty list for one that has what `contains` asks for, beside a schema for each of the first items',
    applies: ({ schema }) =>
      has(
        schema,
        (name, value, { items, prefixItems }) =>
          name === 'contains' && (Array.isArray(items) || prefixItems !== undefined),
      ),
  },
  {
    reason: 'which items `contains` evaluates: none in 2019-09, those that match in 2020-12 (core, 11.2)',
    applies: ({ draft, schema }) =>
      draft !== 7 && hasKeyword(schema, 'unevaluatedItems') && hasKeyword(schema, 'contains'),
  },
  {
    reason: 'ajv passes over an `if` without `then` and `else`, whose annotations count (core, 10.2.2.1)',
    applies: ({ draft, schema }) =>
      draft !== 7 &&
      hasKeyword(schema, 'unevaluatedItems', 'unevaluatedProperties') &&
      has(schema, (name, value, parent) => name === 'if' && !('then' in parent) && !('else' in parent)),
  },
  {
    reason: 'ajv takes items for evaluated by a choice that does not hold',
    applies: ({ draft, schema }) =>
      draft !== 7 &&
      hasKeyword(schema, 'unevaluatedItems') &&
      hasKeyword(schema, 'items', 'prefixItems') &&
      hasKeyword(schema, 'anyOf', 'oneOf', 'if'),
  },
];

const makePairs = () => {
  const dice = diceOf(seed);
  const all = [];
  while (all.length < pairs) {
    const draft = dice.among([7, 2019, 2020]);
    const schema = randomDocument(draft, dice);
    for (let i = 0; i < payloadsOfSchema; i += 1) all.push({ draft, schema, payload: randomPayload(dice) });
  }
  return all;
};

const byAjv = (all) => {
  let known;
  return all.map(({ draft, schema, payload }) => {
    if (known?.schema !== schema) {
      try {
        known = { schema, validate: ajvs[draft]().compile(schema) };
      } catch (error) {
        known = { schema, validate: null, error };
      }
    }
    if (known.validate === null) return `refused: ${known.error.message}`;
    try {
      return known.validate(payload) ? 'valid' : 'invalid';
    } catch (error) {
      // The code that ajv generates for some uses of `unevaluatedProperties` has faults.
      return `failed: ${error.message}`;
    }
  });
};

test(`${pairs} pairs from seed ${seed} are judged as ajv judges them`, { timeout: 3600_000 }, () => {
  const all = makePairs();
  const input = all.map(({ schema, payload }) => JSON.stringify({ schema, payload })).join('\n') + '\n';
  const judged = spawnSync(judge, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.equal(judged.status, 0, `${judge}: ${judged.error ?? judged.stderr}`);
  const ours = judged.stdout.trimEnd().split('\n');
  assert.equal(ours.length, all.length);
  const theirs = byAjv(all);
  const counts = { valid: 0, invalid: 0, refused: 0, failed: 0, listed: 0 };
  const unlisted = [];
  all.forEach((pair, i) => {
    counts[theirs[i].split(':')[0]] += 1;
    if (ours[i] === theirs[i] || theirs[i].startsWith('failed')) return;
    if (differences.some(({ applies }) => applies(pair))) counts.listed += 1;
    else unlisted.push({ ...pair, ours: ours[i], theirs: theirs[i] });
  });
  console.log(counts);
  assert.deepEqual(unlisted.slice(0, 3).map((each) => JSON.stringify(each)), []);
  assert.ok(counts.valid > pairs / 10 && counts.invalid > pairs / 10, 'both verdicts are common');
  assert.equal(counts.refused, 0, 'every schema is one');
  assert.ok(counts.failed <= pairs / 1000, 'ajv judges nearly all');
});
