// Compares two contracts of the control API: the changes that break a caller of the first, as sentences.
//
// A request that was allowed must stay so. An answer keeps its fields, and may have more; lists of words may grow.
const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
const lower = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const upper = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const request = 'request';
const answer = 'answer';

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const listOf = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function typesOf(schema) {
  if (schema.type !== undefined) return listOf(schema.type);
  if (schema.const !== undefined) return [typeof schema.const];
  return schema.properties ? ['object'] : [];
}

function accepts(types, type) {
  return types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
}

class Comparison {
  constructor(before, after) {
    this.before = before;
    this.after = after;
    this.compared = new Set(); // schemas refer to themselves
  }

  resolve(document, value) {
    if (typeof value !== 'object' || value?.$ref === undefined) return value;
    const parts = value.$ref
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return this.resolve(
      document,
      parts.reduce((at, part) => at[part], document),
    );
  }

  // A schema with those of its `allOf`; `true` allows anything.
  flat(document, value) {
    const { allOf = [], ...schema } = Object(this.resolve(document, value ?? true));
    return allOf
      .map((part) => this.flat(document, part))
      .reduce(
        (all, part) => ({
          ...part,
          ...all,
          properties: { ...part.properties, ...all.properties },
          required: [...listOf(part.required), ...listOf(all.required)],
        }),
        schema,
      );
  }

  schemas(old, now, side, where) {
    const pair = `${side} ${old?.$ref} ${now?.$ref}`;
    if (old?.$ref !== undefined && now?.$ref !== undefined) {
      if (this.compared.has(pair)) return [];
      this.compared.add(pair);
    }
    const before = this.flat(this.before, old);
    const after = this.flat(this.after, now);
    return [
      ...this.types(before, after, side, where),
      ...(side === request ? this.values(before, after, where) : []),
      ...this.properties(before, after, side, where),
      ...this.alternatives(before, after, side, where),
      ...(before.items && after.items ? this.schemas(before.items, after.items, side, `${where}[]`) : []),
    ];
  }

  types(before, after, side, where) {
    const [given, taken] = side === request ? [before, after] : [after, before];
    const others = typesOf(given).filter((type) => !accepts(typesOf(taken), type));
    if (others.length === 0) return [];
    return [`${where}: expected ${typesOf(before).join(' or ')}, got ${typesOf(after).join(' or ')}`];
  }

  // Values that were allowed and are not.
  values(before, after, where) {
    const known = listOf(before.enum ?? before.const);
    const words = after.enum ?? (after.const === undefined ? undefined : [after.const]);
    const lost = words === undefined ? [] : known.filter((value) => !words.some((word) => same(word, value)));
    const unlisted = words !== undefined && known.length === 0;
    return [
      ...lost.map((value) => `${where}: ${JSON.stringify(value)} is not allowed any more`),
      ...(unlisted ? [`${where}: only ${JSON.stringify(words)} is allowed now`] : []),
      ...lower
        .filter((key) => (before[key] ?? Infinity) > (after[key] ?? Infinity))
        .map((key) => `${where}: a smaller ${key}`),
      ...upper
        .filter((key) => (before[key] ?? -Infinity) < (after[key] ?? -Infinity))
        .map((key) => `${where}: a larger ${key}`),
      ...(after.pattern !== undefined && after.pattern !== before.pattern ? [`${where}: another pattern`] : []),
    ];
  }

  properties(before, after, side, where) {
    const own = Object.entries(before.properties ?? {});
    const isOpen = side === request && after.additionalProperties !== false;
    const lost = own
      .filter(([name]) => !after.properties?.[name] && !isOpen)
      .map(([name]) => `${where}.${name}: removed`);
    const changed = own
      .filter(([name]) => after.properties?.[name])
      .flatMap(([name, schema]) => this.schemas(schema, after.properties[name], side, `${where}.${name}`));
    const [more, less] = side === request ? [after, before] : [before, after];
    const required = listOf(more.required).filter((name) => !listOf(less.required).includes(name));
    const message = side === request ? 'required now' : 'not always there any more';
    return [
      ...lost,
      ...changed,
      ...required
        .filter((name) => !lost.includes(`${where}.${name}: removed`))
        .map((name) => `${where}.${name}: ${message}`),
    ];
  }

  // Each alternative needs one that still does.
  alternatives(before, after, side, where) {
    return ['oneOf', 'anyOf'].flatMap((key) => {
      if (before[key] === undefined || after[key] === undefined) return [];
      return before[key].flatMap((old, index) => {
        const differences = after[key].map((now) => this.copy().schemas(old, now, side, `${where}(${index + 1})`));
        const closest = differences.reduce((one, other) => (other.length < one.length ? other : one));
        return closest;
      });
    });
  }

  copy() {
    const copy = new Comparison(this.before, this.after);
    copy.compared = new Set(this.compared);
    return copy;
  }

  parameters(before, after, where) {
    const named = (document, { parameters = [] }) =>
      parameters.map((each) => this.resolve(document, each)).filter((each) => each.in !== 'path');
    const old = named(this.before, before);
    const now = named(this.after, after);
    const counterpart = (list, { name, in: place }) =>
      list.find((each) => each.name === name && each.in === place);
    return [
      ...old
        .filter((each) => !counterpart(now, each))
        .map((each) => `${where}: the parameter ${each.name} is removed`),
      ...now
        .filter((each) => each.required && !counterpart(old, each)?.required)
        .map((each) => `${where}: the parameter ${each.name} is required now`),
      ...old
        .filter((each) => counterpart(now, each))
        .flatMap((each) =>
          this.schemas(each.schema, counterpart(now, each).schema, request, `${where} ${each.name}`),
        ),
    ];
  }

  contents(before, after, side, where) {
    return Object.entries(before?.content ?? {}).flatMap(([type, { schema }]) => {
      const now = after?.content?.[type];
      return now === undefined ? [`${where}: no ${type} any more`] : this.schemas(schema, now.schema, side, where);
    });
  }

  body(before, after, where) {
    const old = this.resolve(this.before, before.requestBody);
    const now = this.resolve(this.after, after.requestBody);
    const isRequired = now?.required && !old?.required;
    return [
      ...(isRequired ? [`${where}: a body is required now`] : []),
      ...this.contents(old, now, request, `${where} body`),
    ];
  }

  answers(before, after, where) {
    return Object.entries(before.responses)
      .filter(([status]) => status < 400)
      .flatMap(([status, response]) => {
        const now = after.responses[status];
        if (now === undefined) return [`${where}: no answer ${status} any more`];
        return this.contents(
          this.resolve(this.before, response),
          this.resolve(this.after, now),
          answer,
          `${where} ${status}`,
        );
      });
  }

  call(before, after, where) {
    if (after === undefined) return [`${where}: removed`];
    return [
      this.parameters(before, after, where),
      this.body(before, after, where),
      this.answers(before, after, where),
    ].flat();
  }

  // Names of parameters in a path are free.
  all() {
    const shape = (path) => path.replace(/\{[^}]*\}/g, '{}');
    return Object.entries(this.before.paths).flatMap(([path, calls]) => {
      const now = Object.entries(this.after.paths).find(([each]) => shape(each) === shape(path))?.[1] ?? {};
      const own = methods.filter((method) => calls[method]);
      return own.flatMap((method) => this.call(calls[method], now[method], `${method.toUpperCase()} ${path}`));
    });
  }
}

export function incompatibilities(before, after) {
  return [...new Set(new Comparison(before, after).all())];
}

// Whether a version may break what the other promised: a higher major or minor number.
export function mayBreak(released, version) {
  const [[major, minor], [newMajor, newMinor]] = [released, version].map((each) => each.split('.').map(Number));
  return newMajor > major || (newMajor === major && newMinor > minor);
}
