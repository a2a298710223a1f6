// One opened entry of the journal: its payload with the contract's findings, its recipients with their
// results, and actions.
import { get, pathOf } from '../base/api.js';
import { scenarioOf } from '../base/selection.js';
import { kindOf, summaryOf, usersOf, whole } from '../base/entries.js';
import { wordFor } from '../base/filter.js';
import { h } from '../base/h.js';
import { findingsOf } from '../base/schema.js';
import { store } from '../base/store.js';
import { View } from '../base/view.js';
import { go } from '../base/route.js';
import { act } from './act.js';
import { callBox, copyText } from './call_box.js';
import { saveFixture } from './save_fixture.js';
import { table } from './table.js';
import './json_tree.js';

/** @typedef {import('../base/entries.js').Entry} Entry */
/** @typedef {{entry: Entry, range: Entry[], close: () => void, filter: (word: string) => void}} Content */

const related_max = 400; // later entries that are searched for an emission's results
const recipients_max = 200;

/** @type {Map<string, any>} */
const contracts = new Map();

/** @param {string} event */
function contractOf(event) {
  if (!contracts.has(event)) {
    contracts.set(event, null);
    void get(pathOf('contracts', event)).then((schema) => {
      contracts.set(event, schema ?? null);
      store.changed();
    });
  }
  return contracts.get(event);
}

/** @param {any} emission @returns {import('../base/api.js').Call} the call that sends it again */
export function callFor({ event, data, args, recipients = [], namespace }) {
  const users = [...new Set(recipients.map((/** @type {any} */ one) => one.user))];
  const payload = args ? { args } : { data };
  return {
    method: 'POST',
    path: pathOf('events', event),
    body: {
      ...payload,
      ...(users.length > 0 ? { to: { user: users.length === 1 ? users[0] : users } } : {}),
      ...(namespace ? { namespace } : {}),
      contract: 'skip',
    },
  };
}

class EntryDetails extends View {
  /** @type {Content | undefined} */
  #content;

  /** @param {Content} content */
  set content(content) {
    const isOther = content.entry !== this.#content?.entry;
    this.#content = content;
    if (isOther) this.scrollTop = 0;
    this.update();
  }

  render() {
    if (!this.#content) return [];
    const { entry, range, close, filter } = this.#content;
    if (range.length > 1) return this.#selection(range, close);
    const all = whole(entry);
    const { label, sign, tone } = kindOf(entry.kind);
    return [
      h(
        'aside',
        { 'aria-label': `Entry ${entry.seq}` },
        h(
          'header',
          h(
            'h2',
            h('span', { class: `kind ${tone}` }, h('span', { class: 'sign' }, sign), label),
            ' ',
            entry.event && h('bdi', { class: 'event' }, entry.event),
          ),
          h(
            'button',
            { type: 'button', class: 'icon', 'aria-label': 'Close', title: 'Close (Escape)', onclick: close },
            '✕',
          ),
        ),
        h('p', { class: 'muted' }, `#${entry.seq} · ${entry.at}`),
        entry.kind !== 'emit' &&
          h('p', entry.user && h('bdi', { class: 'user' }, entry.user), ' ', h('bdi', summaryOf(entry).slice(0, 4000))),
        this.#filters(entry, filter),
        entry.kind === 'emit' && this.#emission(entry, all),
        entry.kind === 'violation' && this.#violation(all),
        this.#reason(entry),
        h(
          'details',
          { key: `raw${entry.seq}` },
          h('summary', 'The whole entry'),
          h('json-tree', { '.content': { value: all } }),
          h(
            'button',
            { type: 'button', class: 'small', onclick: () => void copyText(entry.text, 'the entry as JSON') },
            'Copy JSON',
          ),
        ),
      ),
    ];
  }

  /** @param {Entry} entry @param {(word: string) => void} filter */
  #filters(entry, filter) {
    const words = [
      ...usersOf(entry)
        .slice(0, 4)
        .map((user) => wordFor('user', user)),
      wordFor('kind', entry.kind),
      entry.event && wordFor('event', entry.event),
    ];
    return h(
      'p',
      { class: 'chips' },
      h('span', { class: 'muted' }, 'Only '),
      words
        .filter(Boolean)
        .map((word) =>
          h('button', { type: 'button', class: 'chip', onclick: () => filter(String(word)) }, h('bdi', String(word))),
        ),
    );
  }

  /** @param {Entry} entry @param {any} all */
  #emission(entry, all) {
    const schema = contractOf(entry.event);
    const payload = all.args ? all.args[0] : all.data;
    const findings = schema ? findingsOf(schema, payload) : [];
    const packet = `42${JSON.stringify([all.event, ...(all.args ?? [all.data])])}`;
    const bytes = new TextEncoder().encode(packet).length;
    return [
      h('h3', 'Payload'),
      this.#verdict(entry, schema, findings, all),
      h('json-tree', { key: `payload${entry.seq}`, '.content': { value: payload, findings } }),
      h('h3', 'Recipients'),
      this.#recipients(entry, all),
      h('h3', 'Again'),
      h(
        'p',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'primary', onclick: () => this.sendAgain() }, 'Send again'),
        h(
          'button',
          { type: 'button', onclick: () => go('send', { event: entry.event, seq: entry.seq }) },
          'Edit and send',
        ),
        h('button', { type: 'button', onclick: () => saveFixture(all) }, 'Save as fixture'),
      ),
      callBox(callFor(all)),
      h(
        'details',
        { key: `packet${entry.seq}` },
        h('summary', `On the wire: ${bytes} bytes`),
        h('pre', { tabindex: '0' }, h('bdi', packet.slice(0, 20_000))),
      ),
    ];
  }

  /** @param {Entry} entry @param {any} schema @param {{at: string, message: string}[]} findings @param {any} all */
  #verdict(entry, schema, findings, all) {
    if (all.mutant) {
      return h(
        'p',
        { class: 'verdict bad' },
        '✕ Broken on purpose: ',
        h('code', all.mutant),
        h('br', null),
        findings.map(({ at, message }) => `${at} ${message} `),
      );
    }
    if (schema === null || schema === undefined) return h('p', { class: 'muted' }, `${entry.event} has no contract.`);
    if (findings.length === 0) return h('p', { class: 'verdict good' }, '✓ It keeps the contract');
    return h(
      'p',
      { class: 'verdict bad' },
      `✕ It breaks the contract at ${findings.length} ${findings.length === 1 ? 'place' : 'places'}`,
    );
  }

  /** @param {Entry} entry @param {any} all */
  #recipients(entry, all) {
    /** @type {{sid: string, user: string}[]} */
    const recipients = all.recipients ?? [];
    if (recipients.length === 0) return h('p', { class: 'muted' }, 'Nobody: no connected client matched.');
    const became = outcomesOf(entry);
    const rows = recipients
      .slice(0, recipients_max)
      .map(({ sid, user }) => ({
        key: sid,
        cells: [h('bdi', user), h('code', sid), (became.get(sid) ?? ['sent']).join(', ')],
      }));
    const rest = recipients.length - rows.length;
    return [
      table(['User', 'Connection', 'Result'], rows),
      rest > 0 && h('p', { class: 'muted' }, `and ${rest} more`),
    ];
  }

  /** @param {any} all */
  #violation(all) {
    if (!all.violations) return null;
    return h(
      'ul',
      all.violations.map((/** @type {any} */ one) =>
        h('li', { class: 'wrong' }, h('code', one.at || '/'), ' ', one.message),
      ),
    );
  }

  /** @param {Entry} entry the entry whose reason is shown */
  #reason(entry) {
    const all = whole(entry);
    if (entry.kind === 'refuse') {
      const { seen, rule, rule_from: from, hint } = all;
      return h(
        'p',
        { class: 'hint' },
        seen && ['The mock saw: ', h('bdi', seen), '. '],
        rule ? ['The auth rule ', h('code', h('bdi', rule)), ` (${from}) decided. `] : 'An auth rule decided this. ',
        hint && [h('bdi', hint), ' '],
        h('a', { href: '#faults' }, 'See the rules'),
      );
    }
    if (entry.kind === 'disconnect') {
      return h('p', { class: 'hint' }, 'The client reports ', h('code', clientReasons[all.reason] ?? all.reason), '.');
    }
    if (entry.kind === 'fault' && all.emit_seq) {
      return h(
        'p',
        { class: 'hint' },
        'It struck ',
        h('a', { href: `#timeline?seq=${all.emit_seq}` }, `#${all.emit_seq}`),
        '.',
      );
    }
    return null;
  }

  sendAgain() {
    const entry = this.#content?.entry;
    if (entry?.kind === 'emit') void act(callFor(whole(entry)), `${entry.event} was sent again`);
  }

  /** @param {Entry[]} range @param {() => void} close */
  #selection(range, close) {
    const scenario = scenarioOf(range);
    const text = JSON.stringify(scenario, null, 2);
    const [first, last] = [range[0]?.seq, range.at(-1)?.seq];
    return [
      h(
        'aside',
        { 'aria-label': 'Selection' },
        h(
          'header',
          h('h2', `${range.length} entries selected`),
          h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: close }, '✕'),
        ),
        h('p', `From #${first} to #${last}: ${scenario.steps.length} steps of a scenario that does the same.`),
        h(
          'p',
          { class: 'buttons' },
          h(
            'button',
            { type: 'button', class: 'primary', onclick: () => void copyText(text, 'the scenario') },
            'Copy the scenario',
          ),
        ),
        h('pre', { tabindex: '0' }, h('bdi', text.slice(0, 50_000))),
        callBox({ method: 'PUT', path: `/scenarios/from-${first}-to-${last}`, body: scenario }),
      ),
    ];
  }
}

const clientReasons = /** @type {Record<string, string>} */ ({
  'server namespace disconnect': 'io server disconnect',
  'client namespace disconnect': 'io client disconnect',
});

/** @param {Entry} entry @returns {Map<string, string[]>} by sid: the faults and acknowledgements */
function outcomesOf(entry) {
  /** @type {Map<string, string[]>} */
  const became = new Map();
  const from = store.entries.indexOf(entry) + 1;
  for (const other of store.entries.slice(from, from + related_max)) {
    if (other.kind !== 'fault' || !other.text.includes(`"emit_seq":${entry.seq}`)) continue;
    const { emit_seq: seq, fault, do: did } = whole(other);
    if (seq === entry.seq) became.set(other.sid, [...(became.get(other.sid) ?? []), `${did} by fault ${fault}`]);
  }
  return became;
}

customElements.define('entry-details', EntryDetails);

export { EntryDetails };
