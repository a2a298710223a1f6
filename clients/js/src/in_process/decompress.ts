import { brotliDecompressSync, unzipSync } from "node:zlib";
import type { Answer } from "./answers.js";

interface Unpacked {
  buffer: Uint8Array;
  engine: { bytesWritten: number }; // the bytes that it has read
}

const isTooLarge = 1;
const isDamaged = 2;

export function decompress(packed: Uint8Array, isBrotli: boolean, bytes_max: number): Answer {
  try {
    const options = { maxOutputLength: Math.max(bytes_max, 1), info: true };
    // With `info` both return the decoder, too, which their types do not say.
    const { buffer, engine } = (isBrotli ? brotliDecompressSync : unzipSync)(packed, options) as unknown as Unpacked;
    return engine.bytesWritten === packed.length ? { code: 0, bytes: buffer } : { code: isDamaged };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? isTooLarge : isDamaged };
  }
}
