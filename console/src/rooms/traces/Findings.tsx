import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatPercent } from '@/lib/format';
import { findings, type Finding } from './findings';
import type { Span, Trace } from './trace';
import type { Stretch } from './tree';

type FindingsProps = { trace: Trace; path: readonly Stretch[]; onOpen: (spanId: string) => void };

/** What to look at first, each a click away; nothing where nothing stands out. */
export function Findings({ trace, path, onOpen }: FindingsProps) {
  const { t } = useTranslation('traces');
  const found = useMemo(() => findings(trace, path), [trace, path]);
  if (found.length === 0) return null;
  return (
    <div className="mw-row mw-wrap" aria-label={t('findings')} role="group" style={{ columnGap: 16, rowGap: 4, marginTop: 4 }}>
      {found.map((one) => (
        <span key={one.kind}>
          <span className="mw-muted">{t(`finding.${one.kind}`)}</span>{' '}
          <button type="button" className="mw-plain-button" onClick={() => onOpen(one.span.id)}>
            {nameOf(one.span)}
          </button>{' '}
          <Said finding={one} />
        </span>
      ))}
    </div>
  );
}

function Said({ finding }: { finding: Finding }) {
  const { t } = useTranslation('traces');
  switch (finding.kind) {
    case 'origin':
      return (
        <>
          <span style={{ color: 'var(--mw-critical-text)' }}>{finding.message}</span>
          {finding.others > 0 && <span className="mw-muted"> {t('moreOrigins', { count: finding.others })}</span>}
        </>
      );
    case 'repeated': {
      const facts = { count: finding.count, time: formatDuration(finding.totalMs / 1000), by: nameOf(finding.by) };
      return <span className="mw-muted">{t('repeatedBy', facts)}</span>;
    }
    case 'heaviest':
      return <span className="mw-muted">{t('criticalShare', { share: formatPercent(finding.share) })}</span>;
  }
}

function nameOf(span: Span): string {
  return `${span.service} ${span.operation}`;
}
