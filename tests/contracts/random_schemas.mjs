// Random schemas and payloads that sometimes fit, from one seed.

import { isDeepStrictEqual } from 'node:util';

// mulberry32: small, and the same everywhere.
export const diceOf = (seed) => {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(roll() * n);
  return { below, among: (list) => list[below(list.length)], chance: (p) => roll() < p };
};

export const drafts = {
  7: 'http://json-schema.org/draft-07/schema#',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
};

const names = ['a', 'b', 'c', 'ab', 'x1', 'ü', '__proto'];
const texts = ['', 'a', 'ab', 'abc', 'x1', 'äöü', '🐲', 'a b', '2020', 'A', 'aaaa', '\n', '\u00a0'];
const numbers = [0, 1, 2, 3, -1, 1.5, 0.5, 10, 100, -2.25, 1e3, 7];
const patterns = [
  '^a', 'b$', '^[a-z]+$', '^\\d+$', '\\s', '^\\S*$', '^.{1,3}$', '\\p{Lu}', '^(a|b)*$', '^[^\\d]*$', '(?=a)ab', 'x?1',
  '^\\u00e4', '[äö]', '^$', '\\bb', '^(?:a|ab)(?!c)',
];
const types = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];

export const randomPayload = (dice, depth = 3) => {
  const kind = dice.below(depth > 0 ? 8 : 5);
  if (kind === 0) return null;
  if (kind === 1) return dice.chance(0.5);
  if (kind <= 3) return dice.chance(0.5) ? dice.among(numbers) : dice.among(texts);
  if (kind === 4) return dice.among(texts);
  if (kind <= 5) return Array.from({ length: dice.below(4) }, () => randomPayload(dice, depth - 1));
  return Object.fromEntries(
    Array.from({ length: dice.below(4) }, () => [dice.among(names), randomPayload(dice, depth - 1)]),
  );
};

const mapOf = (dice, keys, make) =>
  Object.fromEntries(Array.from({ length: 1 + dice.below(3) }, () => [dice.among(keys), make()]));
const listOf = (dice, make) => Array.from({ length: 1 + dice.below(3) }, make);
const differing = (list) => list.filter((each, i) => list.findIndex((other) => isDeepStrictEqual(each, other)) === i);
const uniqueNames = (dice) => [...new Set(listOf(dice, () => dice.among(names)))];

// The possible values of each keyword, by draft.
const keywordsOf = (draft, dice, sub) => ({
  type: () => (dice.chance(0.7) ? dice.among(types) : [...new Set(listOf(dice, () => dice.among(types)))]),
  const: () => randomPayload(dice, 1),
  enum: () => differing(listOf(dice, () => randomPayload(dice, 1))),
  minimum: () => dice.among(numbers),
  maximum: () => dice.among(numbers),
  exclusiveMinimum: () => dice.among(numbers),
  exclusiveMaximum: () => dice.among(numbers),
  multipleOf: () => dice.among([1, 2, 0.5, 0.25, 3]),
  minLength: () => dice.below(4),
  maxLength: () => dice.below(4),
  pattern: () => dice.among(patterns),
  required: () => uniqueNames(dice),
  minProperties: () => dice.below(3),
  maxProperties: () => dice.below(3),
  properties: () => mapOf(dice, names, sub),
  patternProperties: () => mapOf(dice, patterns, sub),
  additionalProperties: sub,
  propertyNames: sub,
  minItems: () => dice.below(3),
  maxItems: () => dice.below(3),
  uniqueItems: () => dice.chance(0.7),
  contains: sub,
  allOf: () => listOf(dice, sub),
  anyOf: () => listOf(dice, sub),
  oneOf: () => listOf(dice, sub),
  not: sub,
  if: sub,
  then: sub,
  else: sub,
  ...(draft === 2020
    ? { prefixItems: () => listOf(dice, sub), items: sub }
    : { items: () => (dice.chance(0.5) ? sub() : listOf(dice, sub)), additionalItems: sub }),
  ...(draft === 7
    ? { dependencies: () => mapOf(dice, names, () => (dice.chance(0.5) ? sub() : uniqueNames(dice))) }
    : {
        dependentRequired: () => mapOf(dice, names, () => uniqueNames(dice)),
        dependentSchemas: () => mapOf(dice, names, sub),
        minContains: () => dice.below(3),
        maxContains: () => dice.below(3),
        unevaluatedItems: sub,
        unevaluatedProperties: sub,
      }),
});

const definitionsIn = (draft) => (draft === 7 ? 'definitions' : '$defs');

const randomSchema = (draft, dice, depth) => {
  if (depth === 0 || dice.chance(0.1)) return dice.chance(0.4) ? dice.chance(0.8) : { type: dice.among(types) };
  const definitions = definitionsIn(draft);
  const sub = () =>
    dice.chance(0.1) ? { $ref: `#/${definitions}/${dice.below(2)}` } : randomSchema(draft, dice, depth - 1);
  const keywords = keywordsOf(draft, dice, sub);
  const schema = {};
  for (let i = 1 + dice.below(4); i > 0; i -= 1) {
    const keyword = dice.among(Object.keys(keywords));
    schema[keyword] = keywords[keyword]();
  }
  // A count without `contains` has no effect.
  if (schema.contains === undefined) { delete schema.minContains; delete schema.maxContains; }
  return schema;
};

// A schema of the draft, with definitions that contain no references.
export const randomDocument = (draft, dice) => {
  const leaf = () => randomSchema(draft, { ...dice, chance: (p) => p !== 0.1 && dice.chance(p) }, 2);
  const root = randomSchema(draft, dice, 3);
  const schema = typeof root === 'boolean' ? (root ? {} : { not: {} }) : root;
  return { $schema: drafts[draft], [definitionsIn(draft)]: { 0: leaf(), 1: leaf() }, ...schema };
};
