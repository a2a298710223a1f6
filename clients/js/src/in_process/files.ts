import { closeSync, constants, fstatSync, openSync, readFileSync, readdirSync, statSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./answers.js";

const isOtherKind = -1;
const isTooLong = -2;

// The numbers of the module's C library.
const numbers: Record<string, number> = {
  EACCES: 2, EBUSY: 10, EINVAL: 28, EISDIR: 31, ELOOP: 32, EMFILE: 33, ENAMETOOLONG: 37, ENFILE: 41, ENOENT: 44,
  ENOMEM: 48, ENOTDIR: 54, EPERM: 63,
};
const inputOutputError = 29;

const numberOf = (error: unknown) => numbers[(error as NodeJS.ErrnoException).code ?? ""] ?? inputOutputError;

function kindOf(status: Stats): string {
  if (status.isDirectory()) return "a folder";
  if (status.isFIFO()) return "a pipe";
  return status.isSocket() ? "a socket" : "a device";
}

// Opened without waiting: for a pipe it returns the kind.
export function read(path: string, bytes_max: number): Answer {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(file);
    if (!status.isFile()) return { code: isOtherKind, bytes: kindOf(status) };
    if (status.size > bytes_max) return { code: isTooLong, bytes: String(status.size) };
    return { code: 0, bytes: readFileSync(file) };
  } catch (error) {
    return { code: numberOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const isPassedOver = (name: string) => /^[.#]|~$/.test(name);

// A link that leads nowhere, or to itself, is not a folder.
function entryOf(folder: string, name: string): [string, boolean, number] {
  try {
    return [name, statSync(join(folder, name)).isDirectory(), 0];
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return [name, false, code === "ENOENT" || code === "ELOOP" ? 0 : numberOf(error)];
  }
}

export function list(path: string): Answer {
  try {
    const names = readdirSync(path).filter((name) => !isPassedOver(name));
    return { code: 0, bytes: JSON.stringify(names.map((name) => entryOf(path, name))) };
  } catch (error) {
    return { code: numberOf(error) };
  }
}

export function status(path: string): Answer {
  try {
    const found = statSync(path);
    const status = { is_folder: found.isDirectory(), bytes: found.size, written_ms: Math.floor(found.mtimeMs) };
    return { code: 0, bytes: JSON.stringify(status) };
  } catch (error) {
    return { code: numberOf(error) };
  }
}
