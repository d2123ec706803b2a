import { useMemo } from 'react';
import { useUrlState } from '@/app/urlState';
import { splitList } from './rows';

export type Detail = 'fields' | 'json' | 'context';

export type LogView = {
  readonly q: string;
  readonly levels: readonly string[];
  readonly services: readonly string[];
  /** The id of the line whose drawer is open. */
  readonly row: string | undefined;
  readonly detail: Detail;
  readonly live: boolean;
  /** Patterns of lines instead of the lines, in which order. */
  readonly patterns: 'count' | 'new' | undefined;
};

export type LogUrl = LogView & {
  /** A changed query closes the drawer; opening and walking rows leave no steps for Back. */
  readonly set: (patch: Partial<LogView>) => void;
};

/** The whole state of the log page, as the URL has it. */
export function useLogUrl(): LogUrl {
  const url = useUrlState();
  return useMemo(() => {
    const detail = url.get('detail');
    const patterns = url.get('patterns');
    return {
      q: url.get('q') ?? '',
      levels: splitList(url.getAll('level')),
      services: splitList(url.getAll('service')),
      row: url.get('row'),
      detail: detail === 'json' || detail === 'context' ? detail : 'fields',
      live: url.get('live') === '1',
      patterns: patterns === 'count' || patterns === 'new' ? patterns : undefined,
      set: (patch) => {
        const asked = 'q' in patch || 'levels' in patch || 'services' in patch || 'live' in patch || 'patterns' in patch;
        url.set(
          {
            ...(patch.q === undefined ? {} : { q: patch.q }),
            ...(patch.levels === undefined ? {} : { level: patch.levels.join(',') }),
            ...(patch.services === undefined ? {} : { service: patch.services.join(',') }),
            ...(patch.live === undefined ? {} : { live: patch.live ? '1' : undefined }),
            ...('patterns' in patch ? { patterns: patch.patterns } : {}),
            ...(patch.detail === undefined ? {} : { detail: patch.detail === 'fields' ? undefined : patch.detail }),
            ...('row' in patch || asked ? { row: patch.row } : {}),
          },
          { replace: !asked },
        );
      },
    };
  }, [url]);
}
