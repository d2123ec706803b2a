import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderAlone } from '@/test/render';
import { LongList } from './LongList';

const rows = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`);

async function show(count: number) {
  await renderAlone(<LongList items={rows(count)} keyOf={(row) => row} heightOf={() => 28} render={(row) => <p>{row}</p>} />);
  return screen.queryAllByText(/^row /).length;
}

test('a short list is all there', async () => {
  expect(await show(200)).toBe(200);
});

test('of a long list only what is in sight is in the page', async () => {
  expect(await show(5000)).toBeLessThan(100);
});
