// Runs a test file if the packed kit has the mock in it, which script/wasm builds. Else it says so, and ends with the
// code by which ctest knows a test that was skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { packed } from './project.mjs';

const skipped = 77;
const listed = execFileSync('tar', ['--list', '--file', packed('.tgz')], { encoding: 'utf8' });
if (!listed.includes('package/dist/chatmock.wasm')) {
  console.log('skipped: the packed kit has no mock in it; script/wasm-check builds and tests it');
  process.exit(skipped);
}
process.exit(spawnSync(process.execPath, ['--test', ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);
