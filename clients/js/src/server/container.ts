import { execFile, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { serveArguments } from "./arguments.js";
import { ServingProcess } from "./process.js";
import type { Server, StartOptions } from "./start.js";

const missing = (reason: string) =>
  `expected the program docker, got ${reason}; install it, or start a program by the option binary`;
const [socketPort, controlPort] = [8090, 8091];

/**
 * Starts a container of the image, its ports published on free ones of 127.0.0.1. Folders are copied into it, not
 * mounted: the engine may run elsewhere than this process. They are not read anew when they change.
 */
export async function startContainer(image: string, options: StartOptions): Promise<Server> {
  const name = `chatmock-${randomUUID()}`;
  const { folders, inside } = moved(options);
  const ports = [socketPort, controlPort].flatMap((port) => ["--publish", `127.0.0.1::${port}`]);
  // Copied files belong to root, and perhaps only their owner may read them.
  const user = folders.length === 0 ? [] : ["--user", "0:0"];
  const flags = ["--name", name, "--cap-drop", "ALL", ...user, ...ports];
  await docker("create", ...flags, image, "serve", ...serveArguments(inside));
  const kill = () => void spawnSync("docker", ["rm", "--force", name], { stdio: "ignore" });
  process.once("exit", kill);
  const remove = async () => {
    await docker("rm", "--force", name);
    process.off("exit", kill);
  };
  try {
    for (const [folder, path] of folders) await docker("cp", folder, `${name}:${path}`);
    return await startCreated(name, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startCreated(name: string, remove: () => Promise<void>): Promise<Server> {
  const served = new ServingProcess("docker", ["start", "--attach", name]);
  await served.ready(missing);
  const [socket, control] = await Promise.all([socketPort, controlPort].map((port) => published(name, port)));
  return {
    socket: `http://${socket}`,
    control: `http://${control}`,
    log: () => served.log,
    stop: () => served.stop().then(remove),
  };
}

// The folders and their paths in the container, and the options there.
function moved(options: StartOptions): { folders: [string, string][]; inside: StartOptions } {
  const inside = { ...options };
  const folders: [string, string][] = [];
  for (const kind of ["fixtures", "contracts"] as const) {
    const folder = options[kind];
    if (folder === undefined) continue;
    inside[kind] = `/${kind}`;
    folders.push([folder, inside[kind]]);
  }
  return { folders, inside };
}

async function published(name: string, port: number): Promise<string> {
  return (await docker("port", name, String(port))).split("\n")[0]!;
}

async function docker(...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)("docker", args)).stdout;
  } catch (error) {
    const { code, stderr, message } = error as { code?: string; stderr?: string; message: string };
    if (code === "ENOENT") throw new Error(missing(message), { cause: error });
    throw new Error(`docker ${args[0]}: ${stderr?.trim() || message}`, { cause: error });
  }
}
