import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAlone } from '@/test/render';
import { Drawer } from './Drawer';

test('Esc closes and the arrows walk', async () => {
  const close = vi.fn();
  const next = vi.fn();
  await renderAlone(
    <Drawer title="Alert" onClose={close} onNext={next}>
      details
    </Drawer>,
  );
  expect(screen.getByRole('dialog', { name: 'Alert' })).toBe(document.activeElement);
  await userEvent.keyboard('{ArrowDown}{ArrowUp}');
  expect(next).toHaveBeenCalledTimes(1);
  await userEvent.keyboard('{Escape}');
  expect(close).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('button', { name: 'Previous' })).toBeNull();
});

test('in a field the arrows belong to the field', async () => {
  const next = vi.fn();
  await renderAlone(
    <Drawer title="Alert" onClose={() => undefined} onNext={next}>
      <textarea aria-label="note" />
    </Drawer>,
  );
  await userEvent.click(screen.getByLabelText('note'));
  await userEvent.keyboard('{ArrowDown}');
  expect(next).not.toHaveBeenCalled();
});

test('closing gives the focus back', async () => {
  const button = document.createElement('button');
  document.body.append(button);
  button.focus();
  const view = await renderAlone(
    <Drawer title="Alert" onClose={() => undefined}>
      details
    </Drawer>,
  );
  view.unmount();
  expect(document.activeElement).toBe(button);
  button.remove();
});
