import type { Overview } from '@/api/overview';
import { useUrlState } from '@/app/urlState';
import { isSignal } from './business';
import { ConnectDrawer } from './ConnectDrawer';
import { ConnectPanel } from './ConnectPanel';
import { FigureDrawer } from './FigureDrawer';
import { FiguresPanel } from './FiguresPanel';
import { FigureTile } from './FigureTile';
import { FreshnessPanel } from './FreshnessPanel';
import { LedgerDrawer } from './LedgerDrawer';
import { LedgerPanel } from './LedgerPanel';
import { LevelsPanel } from './LevelsPanel';
import { ObjectivesPanel } from './ObjectivesPanel';
import { OpenIncidents } from './OpenIncidents';
import { OrdersPanel } from './OrdersPanel';
import './overview.css';
import { PointsPanel } from './PointsPanel';
import { ScoreDrawer } from './ScoreDrawer';
import { ScorePanel } from './ScorePanel';
import { useFigures, useLedger, useObjectives } from './useBusiness';
import { useOverview } from './useOverview';

const FIGURES = ['gmv', 'orders', 'paymentSuccess', 'activeUsers'] as const;

type Opened = 'part' | 'figure' | 'check' | 'connect';

/** The first thing anyone sees: how the business is, what is broken, and whether the data can be trusted. */
export function OverviewPage() {
  const query = useOverview();
  const figures = useFigures();
  const ledger = useLedger();
  const objectives = useObjectives();
  const url = useUrlState();
  // one drawer at a time
  const open = (what: Opened, id: string) =>
    url.set({ part: undefined, figure: undefined, check: undefined, connect: undefined, [what]: id });
  return (
    <div className="mw-page">
      <div className="mw-overview" data-trouble={(query.data?.incidents.length ?? 0) > 0 || undefined}>
        <ScorePanel query={query} onOpen={(id) => open('part', id)} />
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
        <FiguresPanel query={figures} onOpen={(id) => open('figure', id)} />
        <LedgerPanel query={ledger} onOpen={(id) => open('check', id)} onConnect={() => open('connect', 'database')} />
        <ConnectPanel query={query} figures={figures} onOpen={(signal) => open('connect', signal)} />
        <ObjectivesPanel query={objectives} />
      </div>
      <Drawers overview={query.data} figures={figures} ledger={ledger} />
    </div>
  );
}

interface DrawersProps {
  readonly overview: Overview | undefined;
  readonly figures: ReturnType<typeof useFigures>;
  readonly ledger: ReturnType<typeof useLedger>;
}

function Drawers({ overview, figures, ledger }: DrawersProps) {
  const url = useUrlState();
  const walk = (what: Opened) => (id: string) => url.set({ [what]: id }, { replace: true });
  const close = (what: Opened) => () => url.set({ [what]: undefined });
  const part = url.get('part');
  const figure = url.get('figure');
  const check = url.get('check');
  const connect = url.get('connect');
  if (part !== undefined && overview !== undefined) {
    return <ScoreDrawer score={overview.score} part={part} onPart={walk('part')} onClose={close('part')} />;
  }
  if (figure !== undefined && figures.data !== undefined) {
    return <FigureDrawer board={figures.data} id={figure} onFigure={walk('figure')} onClose={close('figure')} />;
  }
  if (check !== undefined && ledger.data !== undefined) {
    return <LedgerDrawer ledger={ledger.data} id={check} onCheck={walk('check')} onClose={close('check')} />;
  }
  if (isSignal(connect) && overview !== undefined) {
    return (
      <ConnectDrawer signal={connect} overview={overview} board={figures.data} onSignal={walk('connect')} onClose={close('connect')} />
    );
  }
  return null;
}
