// The few functions of WASI that the module's C library calls. Its own JavaScript, as Emscripten makes it, is for
// another version of Node.js.

// Of this moment: a test runner's fake clock is not the mock's.
const { now: wallTime_ms } = Date;
const steadyTime_ns = process.hrtime.bigint;

const isNotSupported = 52;
const realTime = 0;

export function wasi(memory: () => WebAssembly.Memory, output: (descriptor: number, bytes: Uint8Array) => void) {
  const view = () => new DataView(memory().buffer);
  const bytes = (at: number, size: number) => new Uint8Array(memory().buffer, at, size);
  const variables = Object.entries(process.env).map(([name, value]) => Buffer.from(`${name}=${value}\0`));
  return {
    environ_sizes_get(count: number, size: number): number {
      view().setUint32(count, variables.length, true);
      view().setUint32(size, variables.reduce((total, each) => total + each.length, 0), true);
      return 0;
    },
    environ_get(pointers: number, texts: number): number {
      for (const [i, each] of variables.entries()) {
        view().setUint32(pointers + 4 * i, texts, true);
        bytes(texts, each.length).set(each);
        texts += each.length;
      }
      return 0;
    },
    clock_time_get(clock: number, _precision: bigint, time_ns: number): number {
      const now = clock === realTime ? BigInt(wallTime_ms()) * 1_000_000n : steadyTime_ns();
      view().setBigUint64(time_ns, now, true);
      return 0;
    },
    clock_res_get(_clock: number, resolution_ns: number): number {
      view().setBigUint64(resolution_ns, 1n, true);
      return 0;
    },
    fd_write(descriptor: number, parts: number, count: number, written: number): number {
      let total = 0;
      for (let part = parts; part < parts + 8 * count; part += 8) {
        const size = view().getUint32(part + 4, true);
        if (size > 0) output(descriptor, bytes(view().getUint32(part, true), size).slice());
        total += size;
      }
      view().setUint32(written, total, true);
      return 0;
    },
    fd_read: () => isNotSupported,
    fd_seek: () => isNotSupported,
    fd_close: () => isNotSupported,
    fd_fdstat_get: () => isNotSupported,
    proc_exit(code: number): never {
      throw new Error(`the mock exited with ${code}`);
    },
  };
}
