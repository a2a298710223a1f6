// The TypeScript compiler's errors in a program, with its strictest options.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

// Declarations that the program imports are checked too.
const strict = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: [],
};

// The errors in a file and all that it imports, as `line LINE: TSCODE`; with file and text where they are in another.
export function errorsOf(path, options = {}) {
  const program = ts.createProgram([path], { ...strict, ...options });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const { file, start, code, messageText } = diagnostic;
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    if (file === undefined) return text;
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return file.fileName === path ? `line ${line}: TS${code}` : `${file.fileName}:${line} TS${code} ${text}`;
  });
}

// The errors that the marks of a file announce: `// TSCODE: why` at the end of a line.
export function markedErrors(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    const mark = line.match(/\/\/ (TS\d+): /);
    return mark === null ? [] : [`line ${i + 1}: ${mark[1]}`];
  });
}
