import { defineConfig } from "vite";

// `vite preview` serves the built app to tests, under whatever name they find it by.
export default defineConfig({ esbuild: { jsx: "automatic" }, preview: { allowedHosts: true } });
