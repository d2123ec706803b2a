import { describe, expect, it } from 'vitest';
import { merged } from '@/app/urlState';
import { allowedStep, letter, panelsOf, panelsPatch, parseStep, PLAIN, writeStep } from './panels';

const read = (search: Record<string, string>) => (name: string) => search[name];

describe('panelsOf', () => {
  it('reads what is said for all and what is said for one', () => {
    const panels = panelsOf(['up', 'sum(x)'], read({ view: 'table', 'view.B': 'heatmap', off: 'A', 'scale.B': 'log', 'top.B': 'all', step: '1m' }));
    expect(panels).toEqual([
      { ...PLAIN, query: 'up', on: false, view: 'table', step: 60 },
      { ...PLAIN, query: 'sum(x)', view: 'heatmap', log: true, shown: 0, step: 60 },
    ]);
  });

  it('takes what it does not know for nothing said', () => {
    expect(panelsOf(['up'], read({ view: 'pie', top: '7', step: 'soon', style: 'bars' }))).toEqual([{ ...PLAIN, query: 'up' }]);
  });
});

describe('panelsPatch', () => {
  it('comes back as it went', () => {
    const panels = [
      { ...PLAIN, query: 'a', view: 'table' as const },
      { ...PLAIN, query: 'b', on: false, style: 'stacked' as const, log: true, shown: 50 as const, step: 0.25 },
    ];
    const search = merged({ view: 'heatmap', 'step.C': '9s', from: 'now-1h' }, panelsPatch({ view: 'heatmap', 'step.C': '9s' }, panels));
    expect(search).toEqual({ from: 'now-1h', query: ['a', 'b'], off: 'B', 'view.A': 'table', 'style.B': 'stacked', 'scale.B': 'log', 'top.B': '50', 'step.B': '250ms' });
    expect(panelsOf(search['query'] as string[], read(search as Record<string, string>))).toEqual(panels);
  });

  it('leaves out panels without a query, and the letters move up', () => {
    const patch = panelsPatch({}, [{ ...PLAIN, query: '' }, { ...PLAIN, query: 'b', view: 'table' }]);
    expect(patch).toEqual({ query: ['b'], off: undefined, 'view.A': 'table' });
  });
});

describe('steps', () => {
  it('are read and written', () => {
    expect(['15', '15s', '1m', '2 h', '250ms', '0', '-1', 'x', ''].map(parseStep)).toEqual([15, 15, 60, 7200, 0.25, null, null, null, null]);
    expect([15, 60, 90, 7200, 86_400, 0.25].map(writeStep)).toEqual(['15s', '1m', '90s', '2h', '1d', '250ms']);
  });

  it('are never so small that the server refuses', () => {
    expect(allowedStep(1, 3_600_000)).toBe(1);
    expect(allowedStep(1, 30 * 86_400_000)).toBe(236);
  });
});

it('letters queries', () => expect([0, 1, 25].map(letter)).toEqual(['A', 'B', 'Z']));
