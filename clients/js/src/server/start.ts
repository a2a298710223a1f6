import { startInProcess } from "../in_process/start.js";
import { startContainer } from "./container.js";
import { startProcess } from "./process.js";

export interface StartOptions {
  /** A program to start instead of this package's mock; `CHATMOCK_BINARY`. */
  binary?: string;
  /** An image, to start a container of Docker instead of a program; `CHATMOCK_IMAGE`. */
  image?: string;
  seed?: number;
  clock?: "real" | "manual";
  /** The first time of its clock, ISO 8601. */
  clockStart?: string;
  /** The folder of fixtures, profiles and scenarios. */
  fixtures?: string;
  /** The folder of contracts. */
  contracts?: string;
  /** The name of a profile among the fixtures. */
  profile?: string;
  /** Further arguments of `chatmock serve`. */
  args?: string[];
  /** Whether this package's mock runs in a thread of its own: it answers while a test blocks this one. */
  worker?: boolean;
}

/** A mock that this process has started. */
export interface Server {
  /** The URL of its control API. */
  control: string;
  /** The URL for apps. */
  socket: string;
  /** The last lines of its log. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a mock, and resolves when it is ready. An option overrides its environment variable. */
export function startServer(options: StartOptions = {}): Promise<Server> {
  const { CHATMOCK_BINARY, CHATMOCK_IMAGE } = process.env;
  const image = options.image ?? (options.binary === undefined ? CHATMOCK_IMAGE : undefined);
  if (image) return startContainer(image, options);
  const binary = options.binary ?? CHATMOCK_BINARY;
  return binary ? startProcess(binary, options) : startInProcess(options);
}
