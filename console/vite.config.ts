import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Where `vite dev` and `vite preview` send what is not the console's own: a running Mallwatch, or
// the fixture server (`npm run fixture`).
const server = process.env['MALLWATCH_URL'] ?? 'http://127.0.0.1:7699'
const proxy = Object.fromEntries(
  ['/api/', '/prometheus/', '/alertmanager/', '/jaeger/', '/elasticsearch/', '/grafana/', '/v1/'].map((prefix) => [
    prefix,
    { target: server, changeOrigin: false },
  ]),
)

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 7680, strictPort: true, proxy },
  preview: { port: 7681, strictPort: true, proxy },
  build: {
    target: 'es2022',
    sourcemap: false,
    manifest: true,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    css: false,
    restoreMocks: true,
    testTimeout: 60_000,
    unstubGlobals: true,
    // Two cores for a whole machine: two workers that load React and Mantine once, not once a file.
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
  },
})
