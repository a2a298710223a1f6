import { defineConfig } from "@playwright/test";

const port = process.env.PORT ?? "5173";

export default defineConfig({
  testDir: "tests",
  workers: 4,
  fullyParallel: true,
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath: process.env.CHROMIUM },
    chatmockOptions: { seed: 7 },
  },
  webServer: { command: `npx vite --host 127.0.0.1 --port ${port} --strictPort`, url: `http://127.0.0.1:${port}` },
});
