import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { type APIRequestContext, expect as soon, test } from '@playwright/test';

// 20,000 spans take a busy machine a while.
const expect = soon.configure({ timeout: 60_000 });
test.describe.configure({ timeout: 300_000 });

// Another one each time: a server keeps what earlier runs sent.
const ID = randomUUID().replaceAll('-', '');
const SPANS = 20_041;

type Value = { stringValue: string };
type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Value }[];
  status?: { code: number };
};

/** 40 batches of 50 users of 9 statements below one root: 20,041 spans, three of them failed. */
async function sendLargeTrace(request: APIRequestContext): Promise<void> {
  let count = 0;
  const startMs = Date.now() - 120_000;
  const spans = new Map<string, Span[]>();
  const span = (service: string, parent: string | undefined, name: string, at: number, took: number, failed = false): string => {
    const spanId = (++count).toString(16).padStart(16, '0');
    const nanos = (ms: number): string => String(BigInt(Math.round((startMs + ms) * 1000)) * 1000n);
    const one: Span = {
      traceId: ID,
      spanId,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name,
      kind: 2,
      startTimeUnixNano: nanos(at),
      endTimeUnixNano: nanos(at + took),
      attributes: [{ key: 'db.query.text', value: { stringValue: 'update ledger set balance = balance + ? where user_id = ?' } }],
      ...(failed ? { status: { code: 2 } } : {}),
    };
    spans.set(service, [...(spans.get(service) ?? []), one]);
    return spanId;
  };
  const flush = async (): Promise<void> => {
    const resourceSpans = [...spans].map(([service, own]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ spans: own }],
    }));
    spans.clear();
    expect((await request.post('/v1/traces', { data: { resourceSpans } })).status()).toBe(200);
  };
  const root = span('settlement', undefined, 'settle the night', 0, 60_000);
  for (let batch = 0; batch < 40; batch++) {
    const above = span('settlement', root, `batch ${batch}`, batch * 1490, 1480);
    for (let user = 0; user < 50; user++) {
      const at = batch * 1490 + user * 29;
      const failed = (batch * 50 + user) % 997 === 5;
      const one = span('points', above, failed ? 'settle frozen user' : 'settle user', at, 28, failed);
      for (let statement = 0; statement < 9; statement++) span('points', one, 'UPDATE ledger', at + statement * 3, 2.6);
    }
    await flush();
  }
  expect(count).toBe(SPANS);
}

test.beforeAll(async ({ request }) => {
  test.setTimeout(120_000);
  await sendLargeTrace(request);
});

test('a trace of 20,000 spans opens, scrolls and is walked by keyboard', async ({ page }) => {
  await page.goto(`/traces/${ID}`);
  const grid = page.getByRole('treegrid');
  await expect(grid).toHaveAttribute('aria-rowcount', String(SPANS));
  const rows = grid.getByRole('row');

  // Scrolled from end to end, frame by frame, only what is in sight is ever in the page.
  const most = await grid.evaluate(async (box) => {
    let drawn = 0;
    const step = box.scrollHeight / 200;
    for (let at = 0; at < 200; at++) {
      box.scrollTop = at * step;
      await new Promise(requestAnimationFrame);
      drawn = Math.max(drawn, box.querySelectorAll('[role="row"]').length);
    }
    return drawn;
  });
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThan(150);

  await grid.focus();
  await page.keyboard.press('Home');
  await expect(rows.first()).toContainText('settle the night');
  await page.keyboard.press('2');
  await expect(grid).toHaveAttribute('aria-rowcount', '41');
  await page.keyboard.press('3');
  await expect(grid).toHaveAttribute('aria-rowcount', '2041');
  await page.keyboard.press('*');
  await expect(grid).toHaveAttribute('aria-rowcount', String(SPANS));
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('settle frozen user');
  await page.keyboard.press('Escape');

  await page.getByRole('textbox', { name: '在链路中查找' }).fill('frozen');
  await expect(page.getByText('3 处匹配')).toBeVisible();
  await expect(page).toHaveURL(/find=frozen/);
});

test('its flame graph and its sums are small', async ({ page }) => {
  await page.goto(`/traces/${ID}?as=flame`);
  await page.getByRole('button', { name: /^points UPDATE ledger：450 次/ }).first().click();
  await expect(page).toHaveURL(/frame=\d+/);
  await page.goto(`/traces/${ID}?as=table`);
  await expect(page.getByRole('row', { name: /UPDATE ledger/ })).toContainText('18,000');
});

const VIEWS = [
  '/traces',
  '/traces?view=why',
  '/traces?tab=story&id=ORD-1',
  `/traces?tab=compare&a=${ID}`,
  '/traces?tab=map',
  '/traces?tab=monitor',
  `/traces/${ID}`,
  `/traces/${ID}?as=flame`,
  `/traces/${ID}?as=table`,
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every view of the room in ${colorScheme} has no serious fault and fits a phone`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, locale: 'en-US' });
    const page = await context.newPage();
    for (const path of VIEWS) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await expect(page.locator('main .mw-panel').first()).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
      expect([path, serious]).toEqual([path, []]);
      await page.setViewportSize({ width: 390, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, over <= 0]).toEqual([path, true]);
    }
    await context.close();
  });
}

test('a box drawn over slow traces narrows the search to them', async ({ page }) => {
  await page.goto('/traces');
  const plot = page.getByRole('group', { name: /条链路的开始时间与耗时/ }).locator('rect').first();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('no plot');
  await page.mouse.move(box.x + 4, box.y + 1);
  await page.mouse.down();
  await page.mouse.move(box.x + 8, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/minDuration=[\d.]+ms&maxDuration=[\d.]+ms/);
  await page.goBack();
  await expect(page).not.toHaveURL(/minDuration/);
});
