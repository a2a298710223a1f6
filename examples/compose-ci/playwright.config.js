import { defineConfig } from "@playwright/test";

// The kit finds the mock by CHATMOCK_URL. In a container Chromium runs as root, where it has no sandbox.
export default defineConfig({
  testDir: "tests",
  workers: 4,
  timeout: 60_000,
  fullyParallel: true,
  use: {
    baseURL: process.env.APP_URL,
    launchOptions: { executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
});
