// Markup as values, and the minimal changes that make a part of the page equal to them. Text becomes text
// nodes, never markup.

/** @typedef {{tag: string, props: Props, children: Child[]}} Markup */
/** @typedef {Record<string, any>} Props */
/** @typedef {Markup | string | number | false | null | undefined} Child */
/** @typedef {Child | Nested} Children */
/** @typedef {{readonly length: number, [Symbol.iterator](): Iterator<Children>}} Nested */

/**
 * An element as a value. Its properties may be left out. Of them, `key` names it among its siblings, `.name` sets a
 * property of the element, `on…` a handler, `vars` CSS variables; all others are attributes.
 * @param {string} tag
 * @param {...(Props | Children)} content
 * @returns {Markup}
 */
export function h(tag, ...content) {
  const [first] = content;
  const hasProps = typeof first === 'object' && first !== null && !Array.isArray(first) && !('tag' in first);
  const children = /** @type {any[]} */ (content.slice(hasProps ? 1 : 0)).flat(4);
  return { tag, props: hasProps ? /** @type {Props} */ (first) : {}, children };
}

/** @type {WeakMap<Element, Props>} */
const shown = new WeakMap();

/** @param {Child} child */
const isShown = (child) => child !== false && child !== null && child !== undefined && child !== '';

/**
 * Makes the children of an element look like these, and keeps the nodes that fit: with them focus, selection and
 * scroll positions stay.
 * @param {Element} parent
 * @param {Child[]} children
 */
export function patch(parent, children) {
  const wanted = children.filter(isShown);
  const keyed = new Map();
  for (const node of parent.children) {
    const key = shown.get(node)?.key;
    if (key !== undefined) keyed.set(key, node);
  }
  let next = parent.firstChild;
  for (const child of wanted) {
    const node = fitting(next, keyed, child);
    if (node === next) next = next?.nextSibling ?? null;
    else parent.insertBefore(node, next);
    if (node instanceof Element) update(node, /** @type {Markup} */ (child));
    else if (node.nodeValue !== String(child)) node.nodeValue = String(child);
  }
  while (next) {
    const after = next.nextSibling;
    next.remove();
    next = after;
  }
}

/**
 * The node that can become this child: the one in its place, the one of its key, or a new one.
 * @param {ChildNode | null} place
 * @param {Map<string, Element>} keyed
 * @param {Child} child
 * @returns {ChildNode}
 */
function fitting(place, keyed, child) {
  if (typeof child !== 'object' || child === null) {
    return place?.nodeType === Node.TEXT_NODE ? place : document.createTextNode('');
  }
  const known = child.props.key === undefined ? undefined : keyed.get(child.props.key);
  if (known?.localName === child.tag) return known;
  const fits = place instanceof Element && place.localName === child.tag && shown.get(place)?.key === child.props.key;
  return fits ? place : document.createElement(child.tag);
}

/** @param {Element} element @param {Markup} markup */
function update(element, { props, children }) {
  const before = shown.get(element) ?? {};
  shown.set(element, props);
  for (const name of Object.keys(before)) if (!(name in props)) set(element, name, undefined);
  for (const [name, value] of Object.entries(props)) {
    if (before[name] !== value || name === '.value' || name === '.checked') set(element, name, value);
  }
  // A custom element renders its own content.
  if (!element.localName.includes('-')) patch(element, children);
}

/** @param {any} element @param {string} name @param {any} value */
function set(element, name, value) {
  if (name === 'key') return;
  if (name === 'vars') {
    for (const [variable, text] of Object.entries(value ?? {})) element.style.setProperty(variable, String(text));
  } else if (name.startsWith('.')) {
    if (element[name.slice(1)] !== value) element[name.slice(1)] = value;
  } else if (name.startsWith('on')) {
    element[name] = value ?? null;
  } else if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}
