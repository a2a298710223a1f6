import { isatty } from "node:tty";
import * as crypto from "./crypto.js";
import { decompress } from "./decompress.js";
import * as files from "./files.js";

export interface Answer {
  code: number;
  bytes?: Uint8Array | string;
}

// In questions binary texts are base64.
type Question = Record<string, any> & { ask: string };

const bytesOf = (text: string) => Buffer.from(text, "base64");
const whole = (bytes: Uint8Array | string): Answer => ({ code: 0, bytes });

/** Whether the mock's standard error would take a line now; it always does if this is absent. */
export interface LogReader {
  takesLogLine?(): boolean;
}

const answers: Record<string, (question: Question, reader: LogReader) => Answer> = {
  read: ({ path, bytes_max }) => files.read(path, bytes_max),
  list: ({ path }) => files.list(path),
  status: ({ path }) => files.status(path),
  current_folder: () => whole(process.cwd()),
  sha256: ({ text }) => whole(crypto.sha256(bytesOf(text))),
  hmac_sha256: ({ key, text }) => whole(crypto.hmacSha256(bytesOf(key), bytesOf(text))),
  key_of_pem: ({ text }) => whole(JSON.stringify(crypto.keyOfPem(bytesOf(text)))),
  bits_of: ({ key }) => ({ code: crypto.bitsOf(key) }),
  sign_rsa: ({ key, text }) => whole(crypto.signRsa(key, bytesOf(text))),
  verifies: ({ key, text, signature }) =>
    ({ code: Number(crypto.verifies(key, bytesOf(text), bytesOf(signature))) }),
  p256_private_key: ({ text }) => whole(crypto.p256PrivateKey(bytesOf(text))),
  p256_public_key: ({ key }) => whole(crypto.p256PublicKey(bytesOf(key))),
  sign_p256: ({ key, text }) => whole(crypto.signP256(bytesOf(key), bytesOf(text))),
  decompress: ({ packed, is_brotli, bytes_max }) => decompress(bytesOf(packed), is_brotli, bytes_max),
  shortest_digits: ({ value }) => whole((value as number).toExponential()),
  resident_memory: () => whole(String(process.memoryUsage.rss())),
  is_stderr_terminal: () => ({ code: Number(isatty(2)) }),
  stderr_takes_a_line: (_, reader) => ({ code: Number(reader.takesLogLine?.() ?? true) }),
};

/** The answer to a question of mock/embedded/. */
export function answer(text: string, reader: LogReader): Answer {
  const question = JSON.parse(text) as Question;
  return answers[question.ask]!(question, reader);
}
