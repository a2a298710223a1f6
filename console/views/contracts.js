// The contract of each event as a table, its fixtures, and the contracts as files.
import { get, pathOf, request } from '../base/api.js';
import { h } from '../base/h.js';
import { hrefOf, note } from '../base/route.js';
import { store } from '../base/store.js';
import { PlacedView } from '../base/placed_view.js';
import { say } from '../parts/notice.js';
import { picks } from '../parts/picks.js';
import { card, table } from '../parts/table.js';
import '../parts/json_tree.js';

/** @typedef {{path: string, type: string, isRequired: boolean, rules: string, description: string}} Row */

const depth_max = 6;
const examples_max = 50;

/** @param {any} schema @param {any} root @returns {any} */
function resolved(schema, root) {
  if (!schema?.$ref?.startsWith('#/')) return schema ?? {};
  let target = root;
  for (const name of schema.$ref.slice(2).split('/')) target = target?.[name];
  return target ?? {};
}

/** @param {any} schema */
function rulesOf(schema) {
  const {
    minLength,
    maxLength,
    minimum,
    maximum,
    minItems,
    maxItems,
    format,
    pattern,
    enum: choices,
    const: only,
  } = schema;
  return [
    format,
    choices && `one of ${choices.map((/** @type {any} */ one) => JSON.stringify(one)).join(', ')}`,
    only !== undefined && `always ${JSON.stringify(only)}`,
    minLength !== undefined && `${minLength} characters or more`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    minimum !== undefined && `≥ ${minimum}`,
    maximum !== undefined && `≤ ${maximum}`,
    minItems !== undefined && `${minItems} items or more`,
    maxItems !== undefined && `at most ${maxItems} items`,
    pattern && !format && `matches ${pattern}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** @param {any} schema @param {any} root @param {string} path @param {number} depth @returns {Row[]} */
function rowsOf(schema, root, path, depth) {
  if (depth > depth_max) return [];
  const own = resolved(schema, root);
  const fields = Object.entries(own.properties ?? {}).flatMap(([name, field]) => {
    const inner = resolved(field, root);
    const row = {
      path: path ? `${path}.${name}` : name,
      type: [inner.type ?? 'any'].flat().join(' or '),
      isRequired: (own.required ?? []).includes(name),
      rules: rulesOf(inner),
      description: inner.description ?? '',
    };
    return [row, ...rowsOf(inner, root, row.path, depth + 1)];
  });
  const items = Array.isArray(own.items) ? undefined : own.items;
  return items ? [...fields, ...rowsOf(items, root, `${path}[]`, depth + 1)] : fields;
}

class ContractsView extends PlacedView {
  #event = '';
  /** @type {any} */
  #schema;
  /** @type {[string, any][]} */
  #examples = [];
  viewName = 'contracts';

  readPlace(/** @type {URLSearchParams} */ parameters) {
    const event = parameters.get('event') ?? '';
    if (event && event !== this.#event) void this.#choose(event);
  }

  /** @param {string} event */
  async #choose(event) {
    this.#event = event;
    const fixtures = pathOf('events', event, 'fixtures');
    const [schema, names = []] = await Promise.all([get(pathOf('contracts', event)), get(fixtures)]);
    const examples = await Promise.all(
      names
        .slice(0, examples_max)
        .map(async (/** @type {string} */ name) => [name, await get(fixtures + pathOf(name))]),
    );
    if (event !== this.#event) return;
    this.#schema = schema;
    this.#examples = examples;
    note('contracts', { event });
    this.update();
  }

  render() {
    const events = /** @type {any[]} */ (store.known.events ?? []);
    if (this.#event === '' && events[0]) void this.#choose(events[0].event);
    return [
      h('h1', 'Contracts'),
      h(
        'p',
        { class: 'buttons' },
        h(
          'button',
          { type: 'button', onclick: () => void this.#download('openapi.yaml', 'control.openapi.yaml') },
          'OpenAPI of the control API',
        ),
        h(
          'button',
          { type: 'button', onclick: () => void this.#download('asyncapi.json', 'chat.asyncapi.json') },
          'AsyncAPI of the socket endpoint',
        ),
        this.#schema &&
          h(
            'button',
            {
              type: 'button',
              onclick: () =>
                void this.#download(`contracts/${encodeURIComponent(this.#event)}`, `${this.#event}.schema.json`),
            },
            'This JSON Schema',
          ),
      ),
      h(
        'div',
        { class: 'master' },
        picks(
          'Events',
          events.map(({ event, fixtures }) => ({ name: event, hint: `${fixtures.length} fixtures` })),
          this.#event,
          (event) => void this.#choose(event),
        ),
        this.#event ? this.#chosen() : h('p', { class: 'muted' }, 'No event has a contract.'),
      ),
    ];
  }

  #chosen() {
    const fields = this.#schema ? rowsOf(this.#schema, this.#schema, '', 0) : [];
    const rows = fields.map(({ path, type, isRequired, rules, description }) => ({
      key: path,
      cells: [
        [h('code', path), isRequired && h('span', { class: 'muted' }, ' required')],
        h('span', { class: 'words' }, type),
        rules,
        h('bdi', description),
      ],
    }));
    return card(
      this.#event,
      h('p', h('bdi', this.#schema?.description ?? '')),
      h(
        'p',
        { class: 'buttons' },
        h('a', { class: 'button', href: hrefOf('send', { event: this.#event }) }, 'Send one'),
      ),
      rows.length > 0
        ? table(['Field', 'Type', 'Rules', 'Meaning'], rows, `Fields of ${this.#event}`)
        : h('p', { class: 'muted' }, 'It has no contract, or one without fields.'),
      this.#schema?.additionalProperties === false && h('p', { class: 'muted' }, 'Other fields are not allowed.'),
      h('h3', 'Fixtures'),
      this.#examples.map(([name, value]) =>
        h(
          'details',
          { key: name },
          h('summary', h('bdi', name)),
          h('json-tree', { '.content': { value } }),
          h('a', { class: 'button', href: hrefOf('send', { event: this.#event, fixture: name }) }, 'Send it'),
        ),
      ),
    );
  }

  /** @param {string} path @param {string} name */
  async #download(path, name) {
    const response = await request(path).catch(() => undefined);
    if (!response?.ok) return say(`${path} could not be read`, true);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return undefined;
  }
}

customElements.define('contracts-view', ContractsView);

export { ContractsView };
