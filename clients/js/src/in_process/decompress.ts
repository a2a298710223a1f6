import { brotliDecompressSync, unzipSync } from "node:zlib";
import type { Answer } from "./answers.js";

const isTooLarge = 1;
const isDamaged = 2;

export function decompress(packed: Uint8Array, isBrotli: boolean, bytes_max: number): Answer {
  try {
    const options = { maxOutputLength: Math.max(bytes_max, 1) };
    const bytes = isBrotli ? brotliDecompressSync(packed, options) : unzipSync(packed, options);
    return { code: 0, bytes };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? isTooLarge : isDamaged };
  }
}
