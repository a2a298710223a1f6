// The host of the kits' mock: the image of CHATMOCK_IMAGE in a container; with CHATMOCK_IN_PROCESS the mock of the npm
// package in this process; else the binary. A suite that starts its mocks here is the same for all.
import { dirname, join } from 'node:path';
import { binary, Chatmock, repository } from '../wire/chatmock.mjs';
import { runWell } from './project.mjs';

const folders = Object.fromEntries(['fixtures', 'contracts'].map((name) => [name, join(repository, name)]));

function chosen() {
  const { CHATMOCK_IMAGE: image, CHATMOCK_IN_PROCESS } = process.env;
  if (image) return { image };
  if (!CHATMOCK_IN_PROCESS) return { binary, ...folders };
  delete process.env.CHATMOCK_BINARY; // it would choose the program
  return folders;
}

// The options of `Chatmock.start()` that choose it.
export const host = chosen();

// Replays an exported run, which must give the same bytes.
export function replay(file) {
  if (!host.image) return runWell(binary, ['replay', file]);
  const folder = dirname(file);
  const flags = ['--rm', '--user', '0:0', '--volume', `${folder}:${folder}:ro`];
  return runWell('docker', ['run', ...flags, host.image, 'replay', file]);
}

// A mock that the kit starts, as the tests of the wire use it; it ends with the test.
export async function mockOfKit(test, kit, options = {}) {
  const started = await kit.Chatmock.start({ ...host, ...options });
  const mock = new Chatmock({ socket: started.socket.url, control: started.url }, () => started.close());
  test.after(() => mock.stop());
  return mock;
}
