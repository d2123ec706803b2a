import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderAlone } from '@/test/render';
import { ShownNote } from './ShownNote';

const drawn = (shown: number, total: number) => ({ series: Array.from({ length: shown }, (_, at) => ({ name: `s${at}`, points: [] })), total });

test('says how many are drawn of how many, and draws more when asked', async () => {
  const chosen = vi.fn();
  await renderAlone(<ShownNote drawn={drawn(20, 2000)} shown={20} onShown={chosen} />, 'zh-CN');
  expect(screen.getByText(/共 2000 条序列，只画峰值最高的 20 条/)).toBeTruthy();
  expect(screen.getByText(/一次最多取 2000 条/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: '画前 50 条' }));
  fireEvent.click(screen.getByRole('button', { name: '画全部' }));
  expect(chosen.mock.calls).toEqual([[50], [0]]);
});

test('is silent where all are drawn anyway', async () => {
  const { container } = await renderAlone(<ShownNote drawn={drawn(3, 3)} shown={20} onShown={vi.fn()} />);
  expect(container.querySelector('p')).toBeNull();
});
