// The host of the kits' mock: the image of CHATMOCK_IMAGE in a container, else the binary. A suite that starts its
// mocks here is the same for all.
import { dirname, join } from 'node:path';
import { binary, Chatmock, repository } from '../wire/chatmock.mjs';
import { runWell } from './project.mjs';

const folders = Object.fromEntries(['fixtures', 'contracts'].map((name) => [name, join(repository, name)]));

// The options of `Chatmock.start()` that choose it.
export const host = process.env.CHATMOCK_IMAGE ? { image: process.env.CHATMOCK_IMAGE } : { binary, ...folders };

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
