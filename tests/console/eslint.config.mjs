// Rules for the console's sources beyond their types.
const browser = [
  'AbortController', 'Blob', 'Element', 'Event', 'FormData', 'HTMLElement', 'Node', 'ResizeObserver', 'TextDecoder', 'TextEncoder', 'URL',
  'URLSearchParams', 'WebSocket', 'addEventListener', 'cancelAnimationFrame', 'clearInterval', 'clearTimeout', 'customElements',
  'document', 'fetch', 'getComputedStyle', 'history', 'location', 'navigator', 'performance', 'removeEventListener',
  'requestAnimationFrame', 'sessionStorage', 'setTimeout', 'window',
];

// Functions that turn text into markup or code.
const unsafe = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write', 'writeln', 'srcdoc'];

export default [
  {
    languageOptions: { ecmaVersion: 2022, sourceType: 'module', globals: Object.fromEntries(browser.map((name) => [name, 'readonly'])) },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'error', 'no-unused-vars': ['error', { varsIgnorePattern: '^_+$', destructuredArrayIgnorePattern: '^_', argsIgnorePattern: '^_+$' }], 'no-unused-private-class-members': 'error', 'prefer-const': 'error', eqeqeq: 'error',
      'no-eval': 'error', 'no-implied-eval': 'error', 'no-new-func': 'error', 'no-script-url': 'error', 'no-var': 'error',
      'no-unreachable': 'error', 'no-dupe-keys': 'error', 'no-self-assign': 'error', 'no-fallthrough': 'error', 'no-const-assign': 'error',
      'no-restricted-properties': ['error', ...unsafe.map((property) => ({ property, message: 'Text is never markup.' }))],
      'max-lines': ['error', 400], 'max-lines-per-function': ['error', 75], complexity: ['error', 22],
      'max-len': ['error', { code: 120, ignoreUrls: true }],
    },
  },
];
