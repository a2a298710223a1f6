import { io } from "socket.io-client";

/** The messages of a user, as the chat service sends them. */
export class Inbox {
  messages = [];
  status = "connecting";
  #socket;

  constructor(url, token) {
    this.#socket = io(url, { query: { jwt_token: token }, reconnectionDelay: 20, reconnectionDelayMax: 50 });
    this.#socket.on("connect", () => (this.status = "online"));
    this.#socket.on("disconnect", () => (this.status = "offline"));
    this.#socket.on("connect_error", (error) => (this.status = `refused: ${error.message}`));
    this.#socket.on("NewMessage", (message) => this.#add(message));
  }

  get unread() {
    return this.messages.filter(({ isRead }) => !isRead).length;
  }

  read(id) {
    for (const message of this.messages) message.isRead ||= message.id === id;
    this.#socket.emit("read", { id });
  }

  close() {
    this.#socket.disconnect();
  }

  // The service may send a message twice, or one that it should not.
  #add(message) {
    if (typeof message?.id !== "string" || typeof message.content !== "string") return;
    if (this.messages.some(({ id }) => id === message.id)) return;
    this.messages.push({ ...message, isRead: false });
  }
}
