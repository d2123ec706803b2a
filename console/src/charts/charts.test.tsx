import { fireEvent, render, screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startI18n } from '@/i18n';
import { giveSize } from '@/lib/testing/renderPage';
import { BarList } from './BarList';
import { Heatmap } from './Heatmap';
import { heatGrid } from './heatmap';
import { HistogramBars } from './HistogramBars';
import { PlotMarks } from './PlotMarks';
import { Ring } from './Ring';
import { Scatter } from './Scatter';
import { Sparkline } from './Sparkline';
import { StackedBars } from './StackedBars';
import { TimeSeries } from './TimeSeries';

beforeAll(() => startI18n('zh-CN'));

const MINUTE = 60_000;
const series = [
  {
    name: 'orders',
    points: [
      [0, 1],
      [MINUTE, 3],
    ] as const,
  },
  {
    name: 'payments',
    points: [
      [0, 8],
      [MINUTE, 9],
    ] as const,
  },
];

describe('TimeSeries', () => {
  it('tells last, minimum, average and maximum, the largest first', () => {
    render(<TimeSeries series={series} unit="count" height={100} from={0} to={MINUTE} />);
    const rows = screen
      .getAllByRole('row')
      .slice(1)
      .map((row) =>
        within(row)
          .getAllByRole('cell')
          .map((cell) => cell.textContent),
      );
    expect(rows).toEqual([
      ['payments', '9', '8', '8.5', '9'],
      ['orders', '3', '1', '2', '3'],
    ]);
  });

  it('isolates on click and toggles with ctrl', () => {
    render(<TimeSeries series={series} unit="count" height={100} from={0} to={MINUTE} />);
    const shown = (): string[] =>
      screen.getAllByRole('button', { pressed: true }).map((button) => button.textContent ?? '');
    fireEvent.click(screen.getByRole('button', { name: 'orders' }));
    expect(shown()).toEqual(['orders']);
    fireEvent.click(screen.getByRole('button', { name: 'orders' }));
    expect(shown()).toEqual(['payments', 'orders']);
    fireEvent.click(screen.getByRole('button', { name: 'orders' }), { ctrlKey: true });
    expect(shown()).toEqual(['payments']);
  });

  it('has a name for those who do not see it, and no legend for one line', () => {
    render(<TimeSeries series={series.slice(0, 1)} unit="count" height={100} from={0} to={MINUTE} />);
    expect(screen.getByRole('img', { name: '折线图：orders' })).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('PlotMarks', () => {
  it('opens the trace behind an exemplar, tells its labels, and keeps what is too high at the edge', () => {
    const opened = vi.fn();
    const box = { left: 0, top: 0, width: 100, height: 100, values: [0, 1] as const };
    const exemplars = [
      { at: 50, value: 0.5, id: 't1', labels: { route: '/pay' } },
      { at: 60, value: 7, id: 'above the axis' },
      { at: 500, value: 0.5, id: 'later' },
    ];
    render(
      <PlotMarks
        box={box}
        from={0}
        to={100}
        annotations={[]}
        exemplars={exemplars}
        describe={({ id }) => id}
        onExemplar={opened}
      />,
    );
    const [first, above] = screen.getAllByRole('button');
    expect(screen.getAllByRole('button')).toHaveLength(2);
    expect((above as HTMLElement).style.top).toBe('0px');
    fireEvent.focus(first as HTMLElement);
    expect(screen.getByText('/pay')).toBeTruthy();
    fireEvent.blur(first as HTMLElement);
    expect(screen.queryByText('/pay')).toBeNull();
    fireEvent.click(first as HTMLElement);
    expect(opened.mock.calls).toEqual([[exemplars[0]]]);
  });
});

describe('StackedBars', () => {
  const bars = (onZoom?: (from: number, to: number) => void) => (
    <StackedBars
      buckets={[
        { t: 0, counts: { error: 1, info: 9 } },
        { t: 50, counts: { info: 4 } },
      ]}
      keys={[
        { key: 'error', label: 'error', color: 'red' },
        { key: 'info', label: 'info', color: 'blue' },
      ]}
      intervalMs={50}
      from={0}
      to={100}
      height={100}
      label="日志量"
      onZoom={onZoom}
    />
  );

  it('zooms to what is dragged, and not on a click', () => {
    giveSize(244, 100);
    const zoomed = vi.fn();
    const { container } = render(bars(zoomed));
    const surface = [...container.querySelectorAll('rect')].at(-1) as SVGRectElement;
    vi.spyOn(surface, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 200, 80));
    const drag = (from: number, to: number): void => {
      fireEvent.pointerDown(surface, { clientX: from, button: 0 });
      fireEvent.pointerMove(surface, { clientX: to });
      fireEvent.pointerUp(surface, { clientX: to });
    };
    drag(100, 101);
    expect(zoomed).not.toHaveBeenCalled();
    drag(150, 50);
    expect(zoomed.mock.calls).toEqual([[25, 75]]);
  });

  it('gives up a drag on Escape', () => {
    giveSize(244, 100);
    const zoomed = vi.fn();
    const { container } = render(bars(zoomed));
    const surface = [...container.querySelectorAll('rect')].at(-1) as SVGRectElement;
    vi.spyOn(surface, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 200, 80));
    fireEvent.pointerDown(surface, { clientX: 20, button: 0 });
    fireEvent.pointerMove(surface, { clientX: 120 });
    fireEvent.keyDown(window, { key: 'Escape' });
    fireEvent.pointerUp(surface, { clientX: 120 });
    expect(zoomed).not.toHaveBeenCalled();
  });

  it('tells the counts of the bar under the pointer', () => {
    giveSize(244, 100);
    const { container } = render(bars());
    const surface = [...container.querySelectorAll('rect')].at(-1) as SVGRectElement;
    vi.spyOn(surface, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 200, 80));
    fireEvent.pointerMove(surface, { clientX: 10 });
    expect(screen.getByRole('presentation').textContent).toContain('error1info9');
  });
});

describe('the small ones', () => {
  it('Scatter opens what is clicked', () => {
    giveSize(600, 200);
    const opened = vi.fn();
    const dots = [{ id: 't1', at: 50, seconds: 0.2, weight: 1, failed: true, label: 'pay' }];
    const { container } = render(<Scatter dots={dots} from={0} to={100} height={200} label="耗时" onSelect={opened} />);
    fireEvent.click(container.querySelector('circle') as SVGCircleElement);
    expect(opened).toHaveBeenCalledWith('t1');
  });

  it('Ring reads its label aloud', () => {
    render(<Ring value={0.82} level="good" label="82" />);
    expect(screen.getByRole('img', { name: '82' })).toBeTruthy();
  });

  it('BarList gives the longest bar the whole row', () => {
    const picked = vi.fn();
    const items = [
      { key: 'a', label: 'VIP', value: 10 },
      { key: 'b', label: '普通', value: 40 },
    ];
    render(<BarList items={items} format={String} label="等级" onSelect={picked} />);
    const [small, large] = screen.getAllByRole('button');
    expect(((large as HTMLElement).querySelector('[style]') as HTMLElement).style.width).toBe('100%');
    fireEvent.click(small as HTMLElement);
    expect(picked).toHaveBeenCalledWith('a');
  });

  it('Sparkline and Heatmap draw what they are given', () => {
    giveSize(200, 40);
    const line = render(
      <Sparkline
        points={[
          [0, 1],
          [1, 2],
        ]}
        previous={[
          [0, 2],
          [1, 1],
        ]}
        height={40}
      />,
    );
    expect(line.container.querySelectorAll('path[d^="M"]')).toHaveLength(2);
    const heat = render(
      <Heatmap
        grid={heatGrid([
          { le: 0.1, points: [[50, 2]] },
          { le: Infinity, points: [[50, 5]] },
        ])}
        unit="seconds"
        from={0}
        to={100}
        stepMs={10}
        height={100}
        label="延迟"
      />,
    );
    const cells = [...heat.container.querySelectorAll('path')].map((path) => path.getAttribute('d')?.split('M').length);
    expect(cells).toEqual([3]);
    const bars = render(<HistogramBars buckets={[{ low: 1, high: 2, count: 4 }]} count={4} sum={6} unit="seconds" label="延迟" />);
    expect(bars.container.textContent).toContain('平均1.5\u00a0s');
  });
});
