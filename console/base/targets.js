// The current connections of a target.

/** @typedef {Record<string, any>} Target `{"all":true}`, or one of user, sid, group, claims */
/**
 * @typedef {object} Connection
 * @property {string} sid
 * @property {string} user
 * @property {string} namespace
 * @property {string[]} groups
 * @property {Record<string, any>} claims
 */

/** @param {any} part @param {any} value @returns {boolean} true if the value contains the part */
function contains(part, value) {
  if (typeof part !== 'object' || part === null) return part === value;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(part).every(([name, each]) => contains(each, value[name]));
}

/** @param {Target} target @param {Connection[]} connections @param {string} [namespace] */
export function recipientsOf(target, connections, namespace = '/') {
  const { all, user, sid, group, claims } = target;
  return connections.filter(
    (one) =>
      one.namespace === namespace &&
      (all === true ||
        [user].flat().includes(one.user) ||
        [sid].flat().includes(one.sid) ||
        (group !== undefined && one.groups.includes(String(group))) ||
        (claims !== undefined && contains(claims, one.claims))),
  );
}

/**
 * The RFC 7396 patch that turns one value into the other; undefined where none does, as `null` removes a field there.
 * @param {any} from
 * @param {any} to
 * @returns {any}
 */
export function mergePatch(from, to) {
  const areObjects = [from, to].every((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!areObjects) return undefined;
  /** @type {Record<string, any>} */
  const patch = {};
  for (const name of Object.keys(from)) if (!Object.hasOwn(to, name)) patch[name] = null;
  for (const [name, value] of Object.entries(to)) {
    if (JSON.stringify(from[name]) === JSON.stringify(value)) continue;
    if (JSON.stringify(value).includes('null')) return undefined;
    const inner = mergePatch(from[name], value);
    const isList = Array.isArray(value) || typeof value !== 'object';
    if (!isList && inner === undefined && Object.hasOwn(from, name)) return undefined;
    patch[name] = inner ?? value;
  }
  return patch;
}
