import { useUrlState } from '@/app/urlState';
import { FigureTile } from './FigureTile';
import { FreshnessPanel } from './FreshnessPanel';
import { LevelsPanel } from './LevelsPanel';
import { OpenIncidents } from './OpenIncidents';
import { OrdersPanel } from './OrdersPanel';
import './overview.css';
import { PointsPanel } from './PointsPanel';
import { ScoreDrawer } from './ScoreDrawer';
import { ScorePanel } from './ScorePanel';
import { useOverview } from './useOverview';

const FIGURES = ['gmv', 'orders', 'paymentSuccess', 'activeUsers'] as const;

/** The first thing anyone sees: how the business is, what is broken, and whether the data can be trusted. */
export function OverviewPage() {
  const query = useOverview();
  const url = useUrlState();
  const { data } = query;
  const part = url.get('part');
  return (
    <div className="mw-page">
      <div className="mw-overview" data-trouble={(data?.incidents.length ?? 0) > 0 || undefined}>
        <ScorePanel query={query} onOpen={(id) => url.set({ part: id })} />
        <div className="mw-tiles">
          {FIGURES.map((id) => (
            <FigureTile key={id} id={id} query={query} />
          ))}
        </div>
        <OpenIncidents query={query} />
        <OrdersPanel query={query} />
        <LevelsPanel query={query} />
        <PointsPanel query={query} />
        <FreshnessPanel query={query} />
      </div>
      {part !== undefined && data !== undefined && (
        <ScoreDrawer
          score={data.score}
          part={part}
          onPart={(id) => url.set({ part: id }, { replace: true })}
          onClose={() => url.set({ part: undefined })}
        />
      )}
    </div>
  );
}
