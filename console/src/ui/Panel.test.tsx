import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { renderAlone } from '@/test/render';
import { Panel, type PanelQuery } from './Panel';
import { EmptyState } from './states';

const loaded: PanelQuery = {
  data: { a: 1 },
  error: null,
  isFetching: false,
  dataUpdatedAt: Date.now() - 120_000,
  isPlaceholderData: false,
  refetch: () => undefined,
};

test('while it loads for the first time it shows the shape of its content and is busy', async () => {
  const query = { ...loaded, data: undefined, isFetching: true };
  await renderAlone(
    <Panel title="Orders" query={query} skeleton={<i>shape</i>}>
      content
    </Panel>,
  );
  expect(screen.getByText('shape')).toBeTruthy();
  expect(screen.queryByText('content')).toBeNull();
  expect(screen.getByRole('region', { name: 'Orders' }).getAttribute('aria-busy')).toBe('true');
});

test('a failure shows what failed in the words of the server, and can be tried again', async () => {
  const refetch = vi.fn();
  await renderAlone(
    <Panel title="Orders" query={{ ...loaded, data: undefined, error: new ApiError(500, 'x', 'checksum mismatch'), refetch }}>
      content
    </Panel>,
  );
  expect(screen.getByRole('alert').textContent).toContain('checksum mismatch');
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(refetch).toHaveBeenCalledTimes(1);
});

test('when refreshing fails the old content stays, with its age', async () => {
  await renderAlone(
    <Panel title="Orders" query={{ ...loaded, error: new ApiError(0, '', '') }}>
      content
    </Panel>,
  );
  expect(screen.getByText('content')).toBeTruthy();
  expect(screen.getByText('Data from 2 min ago')).toBeTruthy();
});

test('nothing to show says why', async () => {
  await renderAlone(
    <Panel title="Orders" query={loaded} empty={<EmptyState>No orders yet</EmptyState>}>
      content
    </Panel>,
  );
  expect(screen.getByText('No orders yet')).toBeTruthy();
  expect(screen.queryByText('content')).toBeNull();
});

test('an answer that is not whole carries a mark, an empty reason does not', async () => {
  const view = await renderAlone(
    <Panel title="Orders" query={loaded} partial="one engine is away">
      content
    </Panel>,
  );
  expect(screen.getByText('Partial')).toBeTruthy();
  view.unmount();
  await renderAlone(
    <Panel title="Orders" query={loaded} partial="">
      content
    </Panel>,
  );
  expect(screen.queryByText('Partial')).toBeNull();
});

test('of several requests the failed one decides', async () => {
  const broken = { ...loaded, data: undefined, error: new ApiError(503, '', 'overloaded') };
  await renderAlone(
    <Panel title="Orders" query={[loaded, broken]}>
      content
    </Panel>,
  );
  expect(screen.getByRole('alert')).toBeTruthy();
});
