import { startContainer } from "./container.js";
import { startProcess } from "./process.js";

export interface StartOptions {
  /** The program; `CHATMOCK_BINARY`, or `chatmock` in the PATH. */
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

/** Starts a mock, and resolves when it is ready. An option counts before a variable. */
export function startServer(options: StartOptions = {}): Promise<Server> {
  const { CHATMOCK_BINARY, CHATMOCK_IMAGE } = process.env;
  const image = options.image ?? (options.binary === undefined ? CHATMOCK_IMAGE : undefined);
  if (image) return startContainer(image, options);
  return startProcess(options.binary ?? (CHATMOCK_BINARY || "chatmock"), options);
}
