// Checks a payload against its contract while it is typed. Supports the keywords of JSON Schema that
// contracts use; the mock decides when the payload is sent.
import { pointerTo } from './json_places.js';

/** @typedef {{at: string, message: string}} Finding */
/** @typedef {any} Schema */

const findings_max = 100;

/** @param {any} value */
function typeOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** @param {any} value @param {string} type */
const isOfType = (value, type) => typeOf(value) === type || (type === 'number' && typeof value === 'number');

/** @param {any} value */
const shown = (value) => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

/** @param {any} left @param {any} right */
const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);

/** @param {any} value @returns {boolean} whether the mock fills it when it sends it */
const hasPlaceholder = (value) => typeof value === 'string' && /(^|[^$])\$\{[^}]*\}/.test(value);

/**
 * @param {Schema} schema
 * @param {any} value
 * @returns {Finding[]}
 */
export function findingsOf(schema, value) {
  /** @type {Finding[]} */
  const findings = [];
  new Check(schema, findings).value(schema, value, '');
  return findings;
}

class Check {
  /** @param {Schema} root @param {Finding[]} findings */
  constructor(root, findings) {
    this.root = root;
    this.findings = findings;
  }

  /** @param {string} at @param {string} message */
  find(at, message) {
    if (this.findings.length < findings_max) this.findings.push({ at, message });
  }

  /** @param {Schema} schema @param {any} value @param {string} at @returns {void} */
  value(schema, value, at) {
    if (schema === true || schema === undefined) return;
    if (schema === false) return this.find(at, 'nothing is allowed here');
    if (schema.$ref) return this.value(this.#referred(schema.$ref), value, at);
    const types = schema.type === undefined ? [] : [schema.type].flat();
    if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
      return this.find(at, `expected ${types.join(' or ')}, got ${shown(value)}`);
    }
    if (schema.enum && !schema.enum.some((/** @type {any} */ one) => same(one, value))) {
      this.find(at, `expected one of ${schema.enum.map(shown).join(', ')}, got ${shown(value)}`);
    }
    if ('const' in schema && !same(schema.const, value))
      this.find(at, `expected ${shown(schema.const)}, got ${shown(value)}`);
    if (typeof value === 'string' && !hasPlaceholder(value)) this.#text(schema, value, at);
    if (typeof value === 'number') this.#number(schema, value, at);
    if (Array.isArray(value)) this.#list(schema, value, at);
    else if (typeof value === 'object' && value !== null) this.#object(schema, value, at);
    this.#combined(schema, value, at);
  }

  /** @param {string} reference only those within the contract are known */
  #referred(reference) {
    if (!reference.startsWith('#')) return true;
    let schema = this.root;
    for (const name of reference.slice(1).split('/').slice(1)) {
      schema = schema?.[decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    return schema ?? true;
  }

  /** @param {Schema} schema @param {string} value @param {string} at */
  #text({ minLength, maxLength, pattern, format }, value, at) {
    const length = [...value].length;
    if (length < minLength) this.find(at, `expected ${minLength} characters or more, got ${length}`);
    if (length > maxLength) this.find(at, `expected ${maxLength} characters or fewer, got ${length}`);
    if (pattern !== undefined && !matches(pattern, value)) {
      this.find(
        at,
        format
          ? `expected a ${format}, got ${shown(value)}`
          : `expected a text that matches ${pattern}, got ${shown(value)}`,
      );
    }
  }

  /** @param {Schema} schema @param {number} value @param {string} at */
  #number({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }, value, at) {
    if (value < minimum) this.find(at, `expected ${minimum} or more, got ${value}`);
    if (value > maximum) this.find(at, `expected ${maximum} or less, got ${value}`);
    if (value <= exclusiveMinimum) this.find(at, `expected more than ${exclusiveMinimum}, got ${value}`);
    if (value >= exclusiveMaximum) this.find(at, `expected less than ${exclusiveMaximum}, got ${value}`);
    const steps = value / multipleOf;
    if (multipleOf && Math.abs(steps - Math.round(steps)) > 1e-9)
      this.find(at, `expected a multiple of ${multipleOf}, got ${value}`);
  }

  /** @param {Schema} schema @param {any[]} value @param {string} at */
  #list({ items, prefixItems, additionalItems, minItems, maxItems, uniqueItems }, value, at) {
    if (value.length < minItems) this.find(at, `expected ${minItems} items or more, got ${value.length}`);
    if (value.length > maxItems) this.find(at, `expected ${maxItems} items or fewer, got ${value.length}`);
    if (uniqueItems && new Set(value.map((item) => JSON.stringify(item))).size < value.length)
      this.find(at, 'expected different items');
    const first = prefixItems ?? (Array.isArray(items) ? items : []);
    const rest = Array.isArray(items) ? additionalItems : items;
    for (const [index, item] of value.entries())
      this.value(index < first.length ? first[index] : rest, item, pointerTo(at, index));
  }

  /** @param {Schema} schema @param {Record<string, any>} value @param {string} at */
  #object(
    {
      properties = {},
      patternProperties = {},
      required = [],
      additionalProperties,
      propertyNames,
      minProperties,
      maxProperties,
    },
    value,
    at,
  ) {
    for (const name of required) {
      if (!Object.hasOwn(value, name)) this.find(pointerTo(at, name), 'it is required, and is not there');
    }
    const count = Object.keys(value).length;
    if (count < minProperties) this.find(at, `expected ${minProperties} fields or more, got ${count}`);
    if (count > maxProperties) this.find(at, `expected ${maxProperties} fields or fewer, got ${count}`);
    for (const [name, item] of Object.entries(value)) {
      const place = pointerTo(at, name);
      const patterns = Object.keys(patternProperties).filter((pattern) => matches(pattern, name));
      if (propertyNames !== undefined) this.value(propertyNames, name, place);
      if (Object.hasOwn(properties, name)) this.value(properties[name], item, place);
      for (const pattern of patterns) this.value(patternProperties[pattern], item, place);
      if (Object.hasOwn(properties, name) || patterns.length > 0) continue;
      if (additionalProperties === false) this.find(place, 'the contract has no such field');
      else this.value(additionalProperties, item, place);
    }
  }

  /** @param {Schema} schema @param {any} value @param {string} at */
  #combined({ allOf = [], anyOf, oneOf, not, if: condition, then, else: otherwise }, value, at) {
    for (const part of allOf) this.value(part, value, at);
    const fits = (/** @type {Schema} */ part) => {
      /** @type {Finding[]} */
      const findings = [];
      new Check(this.root, findings).value(part, value, at);
      return findings.length === 0;
    };
    if (anyOf && !anyOf.some(fits)) this.find(at, `expected one of ${anyOf.length} forms, got none of them`);
    const fitting = oneOf?.filter(fits).length;
    if (oneOf && fitting !== 1) this.find(at, `expected exactly one of ${oneOf.length} forms, got ${fitting}`);
    if (not !== undefined && fits(not)) this.find(at, 'expected another form than this one');
    if (condition !== undefined) this.value(fits(condition) ? then : otherwise, value, at);
  }
}

/** @param {string} pattern @param {string} text */
function matches(pattern, text) {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}
