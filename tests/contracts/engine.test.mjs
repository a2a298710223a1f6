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
  typeof schema === 'object' && schema !== null && Object.entries(schema).some(([name, value]) => wanted(name, value, schema) || has(value, wanted));

// Where ajv goes another way, and why that is not ours.
const differences = [
  {
    reason: 'ajv does not take items that `contains` matched for evaluated (2020-12, core 11.2)',
    applies: ({ draft, schema }) => draft === 2020 && has(schema, (name) => name === 'unevaluatedItems') && has(schema, (name) => name === 'contains'),
  },
  {
    reason: 'ajv takes an empty list for one that has what `contains` asks for, beside `items` that are a list',
    applies: ({ draft, schema }) => draft !== 2020 && has(schema, (name, value, { items }) => name === 'contains' && Array.isArray(items)),
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
    return known.validate === null ? `refused: ${known.error.message}` : known.validate(payload) ? 'valid' : 'invalid';
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
  const counts = { valid: 0, invalid: 0, refused: 0, listed: 0 };
  const unlisted = [];
  all.forEach((pair, i) => {
    counts[theirs[i].split(':')[0]] += 1;
    if (ours[i] === theirs[i]) return;
    if (differences.some(({ applies }) => applies(pair))) counts.listed += 1;
    else unlisted.push({ ...pair, ours: ours[i], theirs: theirs[i] });
  });
  console.log(counts);
  assert.deepEqual(unlisted.slice(0, 3).map((each) => JSON.stringify(each)), []);
  assert.ok(counts.valid > pairs / 10 && counts.invalid > pairs / 10, 'both verdicts are common');
  assert.equal(counts.refused, 0, 'every schema is one');
});
