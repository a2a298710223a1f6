// Makes a call for the user: reports a failure, and shows the changes.
import { ask } from '../base/api.js';
import { store } from '../base/store.js';
import { reasonOf, say } from './notice.js';

/**
 * @param {import('../base/api.js').Call} call
 * @param {string} [done] the message after success
 */
export async function act(call, done = '') {
  const answer = await ask(call);
  if (!answer.ok) say(`${call.method} ${call.path}: ${reasonOf(answer)}`, true);
  else if (done) say(done);
  store.refresh('faults', 'rules', 'clock', 'connections', 'runs');
  return answer;
}
