// The steps of a scenario, and the progress of a run.
import { h } from '../base/h.js';

/** @param {any} step @returns {[string, any]} */
function verbOf(step) {
  const { name, ...rest } = step;
  void name;
  return Object.entries(rest)[0] ?? ['', {}];
}

/** @param {any[]} steps @param {any} run the run that is shown, if any */
export function runSteps(steps, run) {
  return h('ol', { class: 'steps' }, list(steps, '/steps', run));
}

/** @param {any[]} steps @param {string} pointer @param {any} run @returns {any[]} */
function list(steps, pointer, run) {
  return steps.map((step, index) => {
    const place = `${pointer}/${index}`;
    const [does, what] = verbOf(step);
    const state = stateOf(place, run);
    const inner = does === 'repeat' ? h('ol', list(what.steps ?? [], `${place}/repeat/steps`, run)) : null;
    const { steps: innerSteps, ...brief } = what;
    void innerSteps;
    return h(
      'li',
      { key: place, class: state, 'aria-current': state === 'current' ? 'step' : undefined },
      h('span', { class: 'mark', 'aria-hidden': 'true' }, marks[state]),
      h('span', { class: 'offstage' }, spoken[state]),
      h('b', h('bdi', step.name ?? does)),
      ' ',
      h('code', { class: 'muted' }, `${step.name ? `${does} ` : ''}${JSON.stringify(brief).slice(0, 160)}`),
      inner,
    );
  });
}

const marks = { done: '✓', current: '▶', failed: '✕', waiting: '·' };
const spoken = { done: 'done: ', current: 'now: ', failed: 'failed: ', waiting: '' };

/** @param {string} place @param {any} run @returns {'done' | 'current' | 'failed' | 'waiting'} */
function stateOf(place, run) {
  if (!run) return 'waiting';
  if (run.state === 'passed') return 'done';
  const at = run.step ?? '';
  if (place === at || at.startsWith(`${place}/`))
    return run.state === 'failed' ? 'failed' : run.state === 'running' ? 'current' : 'waiting';
  return compare(place, at) < 0 ? 'done' : 'waiting';
}

/** @param {string} left @param {string} right @returns {number} their order in the scenario */
function compare(left, right) {
  const numbers = (/** @type {string} */ pointer) => (pointer.match(/\d+/g) ?? []).map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  for (let i = 0; i < Math.min(a.length, b.length); ++i) {
    const difference = /** @type {number} */ (a[i]) - /** @type {number} */ (b[i]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
