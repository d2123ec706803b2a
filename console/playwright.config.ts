import { defineConfig } from '@playwright/test'

// Drives a running server: MALLWATCH_URL=http://127.0.0.1:7600 npm run e2e. The browser is the
// system's, so that no download is needed.
const baseURL = process.env['MALLWATCH_URL']
if (!baseURL) {
  throw new Error('MALLWATCH_URL is not set: the address of the server whose console is tested')
}

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['MALLWATCH_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
