import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

// Runs against a server that watches a mall: the demo, or the fixture behind `vite preview`.
const ROOMS = [
  ['/', '总览', 'Overview'],
  ['/dashboards', '仪表盘', 'Dashboards'],
  ['/metrics', '指标', 'Metrics'],
  ['/logs', '日志', 'Logs'],
  ['/traces', '链路', 'Traces'],
  ['/alerts', '告警', 'Alerts'],
  ['/incidents', '故障', 'Incidents'],
  ['/settings', '设置', 'Settings'],
] as const;

/** What the page complained about: scripts that failed, requests that were refused. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  return found;
}

for (const [path, zh] of ROOMS) {
  test(`${path} opens in Chinese without a complaint`, async ({ page }) => {
    const found = complaints(page);
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(zh);
    await expect(page.locator('main :is(.mw-panel, [data-search])').first()).toBeVisible();
    await expect(page.locator('[role="alert"]')).toHaveCount(0);
    expect(found).toEqual([]);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [path, , en] of ROOMS) {
    test(`${path} in ${colorScheme} English has no serious fault for people who cannot see or point`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, locale: 'en-US' });
      const page = await context.newPage();
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(en);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
      expect(serious).toEqual([]);
      await context.close();
    });
  }
}

for (const width of [1440, 1024, 390]) {
  test(`no page scrolls sideways at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const [path] of ROOMS) {
      await page.goto(path);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, over <= 0]).toEqual([path, true]);
    }
  });
}

test('the whole console is walked by keyboard', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('总览');
  for (const [key, path] of [['l', '/logs'], ['t', '/traces'], ['a', '/alerts'], ['i', '/incidents'], ['m', '/metrics'], ['d', '/dashboards'], ['o', '/']] as const) {
    await page.locator('main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page).toHaveURL((url) => url.pathname === path);
  }
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('键盘快捷键');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a pasted trace id leads to its trace', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('总览');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/粘贴链路号/).fill('5f1c9a7788aa11225f1c9a7788aa1122');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/traces\/5f1c9a7788aa11225f1c9a7788aa1122/);
});
