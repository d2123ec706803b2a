import { expect, type Page, test } from '@playwright/test';

// From "something is wrong" to the line that says why, as one walks it at night. Needs a server that
// watches a mall whose payments fail: MALLWATCH_JOURNEY=1; pictures go to MALLWATCH_PICTURES.
test.skip(process.env['MALLWATCH_JOURNEY'] !== '1', 'needs a mall with failing payments');

const pictures = process.env['MALLWATCH_PICTURES'];

async function picture(page: Page, name: string) {
  if (pictures !== undefined) {
    await page.screenshot({ path: `${pictures}/${name}.png` });
  }
}

const WORDS = {
  'zh-CN': { overview: '总览', metric: '指标', traces: '链路', logs: '日志', logsOfTrace: /日志/ },
  'en-US': { overview: 'Overview', metric: 'Metric', traces: 'Traces', logs: 'Logs', logsOfTrace: /logs/i },
} as const;

for (const [locale, colorScheme] of [
  ['zh-CN', 'light'],
  ['en-US', 'dark'],
] as const) {
  test(`from the overview to the log line in ${locale}`, async ({ browser }) => {
    const words = WORDS[locale];
    const short = locale.slice(0, 2);
    const context = await browser.newContext({ locale, colorScheme, timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    await page.setViewportSize({ width: 1440, height: 1000 });

    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(words.overview);
    const incident = page.locator('a[href^="/incidents/INC-"]').first();
    await expect(incident).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await picture(page, `overview-${short}-${colorScheme}`);

    await incident.click();
    await expect(page).toHaveURL(/\/incidents\/INC-/);
    const alert = page.locator('a[href*="/alerts?alert="]').first();
    await expect(alert).toBeVisible();
    await picture(page, `incident-${short}-${colorScheme}`);

    await alert.click();
    await expect(page).toHaveURL(/\/alerts/);
    const drawer = page.getByRole('dialog');
    await expect(drawer).toBeVisible();
    await picture(page, `alert-${short}-${colorScheme}`);
    const alertUrl = page.url();

    await drawer.locator('a[href^="/metrics?query="]').first().click();
    await expect(page).toHaveURL(/\/metrics\?/);
    await expect(page.locator('canvas').first()).toBeVisible();
    await picture(page, `metric-${short}-${colorScheme}`);

    await page.goto(alertUrl);
    await page.getByRole('dialog').locator('a[href^="/traces?"]').first().click();
    await expect(page).toHaveURL(/\/traces\?/);
    const trace = page.locator('a[href*="/traces/"]').first();
    await expect(trace).toBeVisible();
    await trace.click();
    await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}/);
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await picture(page, `trace-${short}-${colorScheme}`);
    const traceId = /traces\/([0-9a-f]{32})/.exec(page.url())?.[1] ?? '';

    await page.goto(`/logs?q=${encodeURIComponent(`traceId:"${traceId}"`)}`);
    await expect(page).toHaveURL(/\/logs\?/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(words.logs);
    await expect(page.getByText('sample-mall').first()).toBeVisible();
    await picture(page, `log-${short}-${colorScheme}`);
    await context.close();
  });
}
