import { lookup } from "node:dns/promises";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { getSystemErrorMap } from "node:util";

const attempts_max = 100; // a port that is free at one address may be taken at another

/** Why a port cannot listen, in the system's words. */
export class Unavailable extends Error {
  constructor(readonly reason: string, readonly isTaken: boolean) {
    super(reason);
  }
}

function unavailable(error: unknown): Unavailable {
  const { code, errno } = error as NodeJS.ErrnoException;
  if (code === "ENOTFOUND") return new Unavailable("Host not found (authoritative)", false);
  const words = getSystemErrorMap().get(errno ?? 0)?.[1] ?? String(error);
  return new Unavailable(words.charAt(0).toUpperCase() + words.slice(1), code === "EADDRINUSE");
}

function listenAt(address: string, port: number, ipv6Only: boolean, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, accept);
    server.once("error", reject);
    server.listen({ host: address, port, ipv6Only, exclusive: true }, () => resolve(server));
  });
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

// All addresses with the same port, or none; those that the machine lacks are left out.
async function listenAtAll(addresses: string[], port: number, accept: (socket: Socket) => void): Promise<Server[]> {
  const servers: Server[] = [];
  let missing: unknown;
  for (const address of addresses) {
    try {
      const same = servers[0] === undefined ? port : portOf(servers[0]);
      servers.push(await listenAt(address, same, addresses.length > 1 && address.includes(":"), accept));
    } catch (error) {
      missing = error;
      if (["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes((error as NodeJS.ErrnoException).code ?? "")) continue;
      for (const server of servers) server.close();
      throw error;
    }
  }
  if (servers.length === 0) throw missing;
  return servers;
}

/** Listens on every address of the host that this machine has, as the program does: localhost may be two. */
export async function listen(host: string, port: number, accept: (socket: Socket) => void): Promise<Server[]> {
  try {
    const addresses = [...new Set((await lookup(host, { all: true })).map(({ address }) => address))];
    for (let attempt = 1; ; ++attempt) {
      try {
        return await listenAtAll(addresses, port, accept);
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
        if (port !== 0 || !isTaken || attempt === attempts_max) throw error;
      }
    }
  } catch (error) {
    throw unavailable(error);
  }
}
