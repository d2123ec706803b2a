import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

// The metrics room as one works in it, against a server that watches a mall: the demo, or the fixture behind `vite preview`.
const DURATIONS = 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))';

async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

test('a query is typed with completion, drawn, zoomed into, and leads over an exemplar to its trace', async ({ page }) => {
  await page.goto('/metrics');
  const editor = page.getByRole('textbox', { name: 'PromQL 表达式' });
  await editor.click();
  await editor.pressSequentially('histogram_quantile(0.95, sum by (le) (rate(http_request_dur', { delay: 10 });
  const completion = page.locator('.cm-tooltip-autocomplete li', { hasText: 'http_request_duration_seconds' }).first();
  await expect(completion).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await editor.fill(DURATIONS);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/query=/);
  await expect(page.locator('canvas').first()).toBeVisible();
  await settled(page);

  const dot = page.getByRole('button', { name: /^样例/ });
  await expect(dot.first()).toBeVisible();
  await dot.first().focus();
  await expect(page.getByText('trace_id').first()).toBeVisible();

  const plot = page.locator('.u-over').first();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('the plot has no place');
  await page.mouse.move(box.x + box.width * 0.15, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.98, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{13}&to=\d{13}|to=\d{13}/);
  await settled(page);

  await expect(dot.first()).toBeVisible();
  await dot.first().click();
  await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('链路');
  await settled(page);
  await expect(page.locator('main [role="alert"]')).toHaveCount(0);

  await page.goBack();
  await expect(page).toHaveURL(/\/metrics\?/);
  await page.goBack();
  await expect(page).not.toHaveURL(/to=\d{13}/);
});

test('a wrong query says where it is wrong', async ({ page }) => {
  await page.goto(`/metrics?query=${encodeURIComponent('sum(rate(')}`);
  test.skip((await page.request.get('/prometheus/api/v1/query?query=sum(')).ok(), 'the fixture takes every query for right');
  await expect(page.getByRole('alert')).toContainText('parse error');
  await expect(page.locator('.cm-lintRange-error').first()).toBeVisible();
});

test('a pasted link shows the same views', async ({ page }) => {
  const link = `/metrics?query=${encodeURIComponent(DURATIONS)}&query=up&view.B=table&scale.A=log&style.A=points&step.A=1m&from=now-15m`;
  await page.goto(link);
  await expect(page.getByRole('radio', { name: '点' }).first()).toBeChecked();
  await expect(page.getByRole('button', { name: '对数轴' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByLabel(/^步长/)).toHaveValue('1m');
  await expect(page.getByRole('table').last()).toBeVisible();
});

test('targets: pools, details and how relabelling came to them', async ({ page }) => {
  await page.goto('/metrics?tab=targets');
  const target = page.getByRole('button', { name: /^http:\/\// }).first();
  await expect(target).toBeVisible();
  await target.click();
  const drawer = page.getByRole('dialog');
  await expect(drawer).toContainText('发现时的标签');
  await expect(drawer).toContainText('__address__');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('cardinality: what fills the store, down to the label that multiplies', async ({ page }) => {
  await page.goto('/metrics?tab=cardinality');
  await expect(page.getByText('活跃序列')).toBeVisible();
  await page.getByRole('button', { name: /http_request_duration_seconds_bucket/ }).first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('button', { name: /route/ }).first()).toBeVisible();
  await expect(page).toHaveURL(/drill=/);
});

test('a metric is found by its words and asked in one click', async ({ page }) => {
  await page.goto('/metrics?tab=explore');
  await page.getByPlaceholder('按名称或说明查找').fill('duration http');
  await page.getByRole('button', { name: /^http_request_duration_seconds/ }).first().click();
  await page.getByRole('button', { name: '查询', exact: true }).click();
  await expect(page).toHaveURL(/view\.B=heatmap/);
  await settled(page);
});

const TABS = ['', '?tab=explore&metric=http_request_duration_seconds', '?tab=targets', '?tab=cardinality', '?tab=running'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every tab in ${colorScheme} can be used without seeing or pointing, and none scrolls sideways`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({ colorScheme, locale: 'en-US' });
    const page = await context.newPage();
    for (const tab of [...TABS, `?query=${encodeURIComponent(DURATIONS)}&query=up&view.B=table&query=up&view.C=explain`]) {
      await page.goto(`/metrics${tab}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Metrics');
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${tab} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
      expect(serious).toEqual([]);
      for (const width of [1440, 1024, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect([tab, width, over]).toEqual([tab, width, 0]);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    await context.close();
  });
}
