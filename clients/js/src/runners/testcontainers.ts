import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from "testcontainers";
import { Chatmock } from "../chatmock.js";
import type { ChatEvents } from "../values/payloads.js";

const [socketPort, controlPort] = [8090, 8091];
const readable = 0o755; // by the image's user

/** A mock in a container of the engine that Testcontainers finds. Folders are copied into it, not mounted. */
export class ChatmockContainer extends GenericContainer {
  readonly #flags: string[] = [];

  constructor(image: string) {
    super(image);
    this.withExposedPorts(socketPort, controlPort);
    this.withWaitStrategy(Wait.forHttp("/readyz", controlPort));
  }

  /** A folder with fixtures, profiles and scenarios, instead of the image's own. */
  withFixtures(folder: string): this {
    return this.#withFolder("fixtures", folder);
  }

  /** A folder with contracts, instead of the image's own. */
  withContracts(folder: string): this {
    return this.#withFolder("contracts", folder);
  }

  /** The name of a profile among the fixtures. */
  withProfile(name: string): this {
    return this.withFlags("--profile", name);
  }

  withSeed(seed: number): this {
    return this.withFlags("--seed", String(seed));
  }

  /** Holds its clock, which begins at `start` (ISO 8601). */
  withManualClock(start?: string): this {
    return this.withFlags("--clock", "manual", ...(start === undefined ? [] : ["--clock-start", start]));
  }

  /** Further arguments of `chatmock serve`. */
  withFlags(...flags: string[]): this {
    this.#flags.push(...flags);
    return this;
  }

  override async start(): Promise<StartedChatmockContainer> {
    this.withCommand(["serve", ...this.#flags]);
    return new StartedChatmockContainer(await super.start());
  }

  #withFolder(kind: "fixtures" | "contracts", folder: string): this {
    this.withCopyDirectoriesToContainer([{ source: folder, target: `/${kind}`, mode: readable }]);
    return this.withFlags(`--${kind}`, `/${kind}`);
  }
}

export class StartedChatmockContainer extends AbstractStartedContainer {
  constructor(container: StartedTestContainer) {
    super(container);
  }

  /** The URL for apps. */
  getSocketUrl(): string {
    return this.#urlOf(socketPort);
  }

  /** The URL of its control API. */
  getControlUrl(): string {
    return this.#urlOf(controlPort);
  }

  /** The mock, as `Chatmock.connect()` gives it. */
  client<Events = ChatEvents>(): Promise<Chatmock<Events>> {
    return Chatmock.connect({ url: this.getControlUrl(), socketUrl: this.getSocketUrl() });
  }

  #urlOf(port: number): string {
    return `http://${this.getHost()}:${this.getMappedPort(port)}`;
  }
}
