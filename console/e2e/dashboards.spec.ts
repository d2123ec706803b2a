import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

// Dashboards that others have published, where they lie beside the checkout.
const PUBLISHED = '../../shared/data/grafana-dashboards';

test('every shipped dashboard opens, and no panel of it fails', async ({ page, request }) => {
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  const all = (await (await request.get('/grafana/api/search?type=dash-db')).json()) as { uid: string; title: string }[];
  expect(all.length).toBeGreaterThan(5);
  for (const { uid, title } of all) {
    await page.goto(`/dashboards/${uid}`);
    await expect(page.getByRole('heading', { level: 2, name: title, exact: true })).toBeVisible();
    await expect(page.locator('[data-panel]').first()).toBeVisible();
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
    expect([title, await page.locator('main [role="alert"]').allTextContents()]).toEqual([title, []]);
  }
  expect(broken).toEqual([]);
});

test('published dashboards are imported and drawn', async ({ page, request }) => {
  test.skip(!existsSync(PUBLISHED), 'they are not here');
  test.setTimeout(300_000);
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  for (const file of readdirSync(PUBLISHED).filter((name) => name.endsWith('.json'))) {
    const { id: _, ...dashboard } = JSON.parse(readFileSync(`${PUBLISHED}/${file}`, 'utf8')) as Record<string, unknown>;
    const saved = await request.post('/grafana/api/dashboards/db', { data: { dashboard, overwrite: true } });
    expect([file, saved.status()]).toEqual([file, 200]);
    const { uid } = (await saved.json()) as { uid: string };
    await page.goto(`/dashboards/${uid}?from=now-15m&to=now`);
    await expect(page.locator('[data-panel], .mw-dash-row').first()).toBeVisible();
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
    expect([file, broken]).toEqual([file, []]);
    await request.delete(`/grafana/api/dashboards/uid/${uid}`);
  }
});
