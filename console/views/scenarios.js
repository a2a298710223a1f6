// Scenarios: run with parameters, and followed step by step.
import { ask, get, pathOf } from '../base/api.js';
import { h } from '../base/h.js';
import { hrefOf, note } from '../base/route.js';
import { store } from '../base/store.js';
import { PlacedView } from '../base/placed_view.js';
import { act } from '../parts/act.js';
import { callBox } from '../parts/call_box.js';
import { reasonOf, say } from '../parts/notice.js';
import { runSteps } from '../parts/run_steps.js';
import { picks } from '../parts/picks.js';
import { card, table } from '../parts/table.js';
import { targetField, targetOf } from '../parts/target_field.js';

const shown_max = 30;

const states = /** @type {Record<string, string>} */ ({
  running: '▶ running',
  passed: '✓ passed',
  failed: '✕ failed',
  stopped: '■ stopped',
});

/** @param {{name: string}} one */
const nameOf = ({ name }) => name;

class ScenariosView extends PlacedView {
  #name = '';
  /** @type {any} */
  #scenario;
  /** @type {Record<string, string>} */
  #parameters = {};
  #choice = { kind: 'all', text: '' };
  #run = 0; // the shown run
  #reason = ''; // for a checkpoint that does not pass
  viewName = 'scenarios';

  readPlace(/** @type {URLSearchParams} */ parameters) {
    const name = parameters.get('name') ?? this.#name;
    this.#run = Number(parameters.get('run') ?? this.#run);
    if (name && name !== this.#name) void this.#choose(name);
  }

  /** @param {string} name */
  async #choose(name) {
    if (name !== this.#name) this.#run = this.#latestRunOf(name);
    this.#name = name;
    const scenario = await get(pathOf('scenarios', name));
    if (name !== this.#name) return;
    this.#scenario = scenario;
    this.#parameters = Object.fromEntries(
      Object.entries(scenario?.parameters ?? {}).map(([key, value]) => [key, JSON.stringify(value)]),
    );
    note('scenarios', { name, run: this.#run || undefined });
    this.update();
  }

  /** @param {string} name */
  #latestRunOf(name) {
    return Math.max(
      0,
      .../** @type {any[]} */ (store.known.runs ?? [])
        .filter(({ scenario }) => scenario === name)
        .map(({ run }) => run),
    );
  }

  /** @returns {import('../base/api.js').Call} */
  #call() {
    const given = Object.entries(this.#parameters).map(([name, text]) => [name, parse(text)]);
    const changed = given.filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(this.#scenario?.parameters?.[/** @type {string} */ (name)]),
    );
    return {
      method: 'POST',
      path: pathOf('scenarios', this.#name, 'run'),
      body: {
        to: targetOf(this.#choice) ?? { all: true },
        ...(changed.length > 0 ? { parameters: Object.fromEntries(changed) } : {}),
        await: 'start',
      },
    };
  }

  async #start() {
    const answer = await ask(this.#call());
    if (!answer.ok) return say(reasonOf(answer), true);
    this.#run = answer.body.run;
    note('scenarios', { name: this.#name, run: this.#run });
    store.refresh('runs');
    this.update();
    return undefined;
  }

  render() {
    const scenarios = /** @type {any[]} */ (store.known.scenarios ?? []);
    if (this.#name === '' && scenarios[0]) void this.#choose(scenarios[0].name);
    return [
      h('h1', 'Scenarios'),
      h(
        'div',
        { class: 'master' },
        picks(
          'Scenarios',
          scenarios.map(({ name, steps }) => ({ name, hint: `${steps} steps` })),
          this.#name,
          (name) => void this.#choose(name),
        ),
        this.#scenario ? this.#chosen() : h('p', { class: 'muted' }, 'Choose one.'),
      ),
      this.#runs(),
    ];
  }

  #chosen() {
    const runs = /** @type {any[]} */ (store.known.runs ?? []);
    const run = runs.find((one) => one.run === this.#run && one.scenario === this.#name);
    return h(
      'section',
      { class: 'card', key: this.#name, 'aria-label': this.#name },
      h('h2', h('bdi', this.#name)),
      h('p', h('bdi', this.#scenario.description ?? '')),
      h(
        'form',
        { onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
        Object.keys(this.#parameters).length > 0 && this.#fields(),
        targetField(this.#choice, (change) => {
          this.#choice = { ...this.#choice, ...change };
          this.update();
        }),
        h(
          'p',
          { class: 'buttons' },
          h('button', { class: 'primary', disabled: run?.state === 'running' }, run ? 'Run again' : 'Run'),
          run?.state === 'running' &&
            h(
              'button',
              {
                type: 'button',
                onclick: () =>
                  void act({ method: 'DELETE', path: pathOf('runs', String(run.run)) }, 'The run is stopped'),
              },
              'Stop',
            ),
        ),
      ),
      callBox(this.#call()),
      run && this.#outcome(run),
      run?.state === 'running' && run.awaits && this.#checkpoint(run),
      runSteps(this.#scenario.steps ?? [], run),
    );
  }

  #fields() {
    return h(
      'div',
      { class: 'fields' },
      Object.entries(this.#parameters).map(([name, text]) =>
        h(
          'label',
          { key: name },
          h('bdi', name),
          h('input', {
            type: 'text',
            autocomplete: 'off',
            '.value': text,
            oninput: (/** @type {any} */ event) => this.#set(name, event.target.value),
          }),
        ),
      ),
    );
  }

  /** @param {any} run */
  #outcome(run) {
    const { error } = run;
    return h(
      'div',
      { class: `result ${run.state === 'failed' ? 'bad' : run.state === 'passed' ? 'good' : ''}`, role: 'status' },
      h('h3', `Run ${run.run}: ${states[run.state]}`),
      error && h('p', h('code', run.step), ' ', h('bdi', error.message)),
      error?.nearest && [
        h('p', 'The nearest that did not match:'),
        h(
          'ul',
          error.nearest
            .slice(0, 10)
            .map((/** @type {any} */ one) => h('li', h('bdi', typeof one === 'string' ? one : JSON.stringify(one)))),
        ),
      ],
      error?.violations &&
        h(
          'ul',
          error.violations
            .slice(0, 20)
            .map((/** @type {any} */ one) => h('li', h('code', one.at || '/'), ' ', one.message)),
        ),
      run.checkpoints && h('p', 'Passed: ', h('bdi', run.checkpoints.map(nameOf).join(', '))),
      run.proved && h('p', { class: 'muted' }, `Proved: ${run.proved}.`),
      store.known.clock?.mode === 'manual' &&
        run.state === 'running' &&
        h(
          'p',
          { class: 'hint' },
          'The clock is held: pauses end only when it is moved. ',
          h('a', { href: '#clock' }, 'Move it'),
          '.',
        ),
    );
  }

  /** @param {any} run a run that waits at a checkpoint */
  #checkpoint(run) {
    /** @param {any} body @param {string} done */
    const report = (body, done) =>
      void act({ method: 'POST', path: pathOf('runs', String(run.run), 'checkpoints', run.awaits), body }, done);
    return h(
      'fieldset',
      { key: 'checkpoint' },
      h('legend', 'Checkpoint ', h('bdi', run.awaits), run.name && [': ', h('bdi', run.name)]),
      h('p', 'The run waits until you say what you see.'),
      h(
        'label',
        'Reason, if it does not pass',
        h('input', {
          type: 'text',
          autocomplete: 'off',
          '.value': this.#reason,
          oninput: (/** @type {any} */ event) => {
            this.#reason = event.target.value;
          },
        }),
      ),
      h(
        'p',
        { class: 'buttons' },
        h('button', { type: 'button', onclick: () => report({ passed: true }, `${run.awaits} passed`) }, '✓ It passes'),
        h(
          'button',
          {
            type: 'button',
            onclick: () => report({ passed: false, reason: this.#reason || 'it did not pass' }, `${run.awaits} failed`),
          },
          '✕ It does not pass',
        ),
      ),
    );
  }

  /** @param {string} name @param {string} text */
  #set(name, text) {
    this.#parameters = { ...this.#parameters, [name]: text };
    this.update();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    void this.#start();
  }

  #runs() {
    const runs = /** @type {any[]} */ (store.known.runs ?? []);
    const rows = [...runs]
      .reverse()
      .slice(0, shown_max)
      .map(({ run, scenario, state, name, does = '' }) => ({
        key: String(run),
        cells: [
          h('a', { href: hrefOf('scenarios', { name: scenario, run }) }, String(run)),
          h('bdi', scenario),
          states[state],
          h('bdi', name ?? does),
        ],
      }));
    return rows.length > 0 && card('Runs', table(['Run', 'Scenario', 'State', 'Step'], rows));
  }
}

/** @param {string} text @returns {any} JSON, or the text itself */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

customElements.define('scenarios-view', ScenariosView);

export { ScenariosView };
