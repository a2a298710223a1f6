// Calls of the control API. The page is served at `ui/` below it, also in a sandbox: it uses no other
// address.

/** @typedef {{method: string, path: string, body?: any}} Call */
/** @typedef {{ok: boolean, status: number, body: any}} Answer */

export const base = new URL('..', document.baseURI);

const tokenKey = 'chatmock.control-token';

/** @type {Set<() => void>} */
const refused = new Set();

/** @param {() => void} listener called when a call needs a token, or another one */
export const whenRefused = (listener) => refused.add(listener);

export const token = () => sessionStorage.getItem(tokenKey) ?? '';

/** @param {string} text the token of --control-token, kept until this tab is closed */
export const setToken = (text) => sessionStorage.setItem(tokenKey, text);

/** @returns {Record<string, string>} */
const authorization = () => (token() ? { authorization: `Bearer ${token()}` } : {});

/**
 * @param {string} path below the API's address, such as `events/NewMessage`
 * @param {RequestInit} [init]
 */
export async function request(path, init = {}) {
  const headers = { ...authorization(), .../** @type {Record<string, string>} */ (init.headers) };
  const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'error' });
  if (response.status === 401) for (const listener of refused) listener();
  return response;
}

/**
 * The answer to a call; an answer that is an error is one, too. Where no server answers, `status` is 0.
 * @param {Call} call
 * @returns {Promise<Answer>}
 */
export async function ask({ method, path, body }) {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  try {
    const response = await request(path.replace(/^\//, ''), { method, ...json });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { ok: response.ok, status: response.status, body: isJson ? JSON.parse(text) : text };
  } catch (error) {
    const message = `no answer from ${base.host}: ${error instanceof Error ? error.message : error}`;
    return { ok: false, status: 0, body: { error: { code: 'no_answer', message } } };
  }
}

/** @param {string} path @returns {Promise<any>} the body, or undefined where the call failed */
export async function get(path) {
  const answer = await ask({ method: 'GET', path });
  return answer.ok ? answer.body : undefined;
}

/** @param {...string} segments @returns {string} a path of names that may contain anything */
export const pathOf = (...segments) => `/${segments.map(encodeURIComponent).join('/')}`;
