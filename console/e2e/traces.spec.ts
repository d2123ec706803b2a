import { type APIRequestContext, expect, test } from '@playwright/test';

const ID = '7e57000000000000000000000000cafe';
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

test('a trace of 20,000 spans opens, scrolls and is walked by keyboard', async ({ page, request }) => {
  test.setTimeout(180_000);
  await sendLargeTrace(request);
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
