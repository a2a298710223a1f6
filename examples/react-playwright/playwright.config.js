import { defineConfig } from "@playwright/test";

const app = process.env.APP ?? "127.0.0.1:5173";
const socket = process.env.CHATMOCK_SOCKET ?? "127.0.0.1:8090";
const control = process.env.CHATMOCK_CONTROL ?? "127.0.0.1:8091";
const [host, port] = app.split(":");
const program = process.env.CHATMOCK_BINARY || "npx chatmock";

export default defineConfig({
  testDir: "tests",
  workers: 4,
  timeout: 60_000,
  fullyParallel: true,
  use: {
    baseURL: `http://${app}`,
    chatmockUrl: `http://${control}`,
    launchOptions: { executablePath: process.env.CHROMIUM },
  },
  webServer: [
    {
      command: `${program} serve --socket ${socket} --control ${control} --seed 7`,
      url: `http://${control}/readyz`,
    },
    {
      command: `npx vite --host ${host} --port ${port} --strictPort`,
      url: `http://${app}`,
      env: { VITE_CHAT_URL: `http://${socket}` },
    },
  ],
});
