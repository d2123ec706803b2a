import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconDownload, IconPlayerPlay, IconPlayerStop, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { logLevelColor } from '@/charts/palette';
import { useLocale } from '@/i18n/locale';
import { formatNumber } from '@/lib/format';
import { Chips, ToggleChip } from '@/ui/Chips';
import type { FacetValue, LogRow } from './api';
import facetsStyles from './facets.module.css';
import logsStyles from './logs.module.css';
import { flipped, ndjsonName, toNdjson } from './rows';
import type { LogUrl } from './useLogUrl';

const LEVELS = ['error', 'warn', 'info', 'debug'];

type FilterLineProps = {
  view: LogUrl;
  levels: readonly FacetValue[];
  rows: readonly LogRow[];
  facetsOpen: boolean;
  onFacets: () => void;
};

/** Levels and chosen services as chips, then what can be done with the lines. */
export function FilterLine({ view, levels, rows, facetsOpen, onFacets }: FilterLineProps) {
  const { t } = useTranslation('logs');
  const locale = useLocale();
  const counts = new Map(levels.map(({ value, count }) => [value, count]));
  const names = [...new Set([...LEVELS, ...view.levels])];
  return (
    <div className={logsStyles.filterLine}>
      <div className="mw-chips" role="group" aria-label={t('level')}>
        {names.map((level) => (
          <ToggleChip
            key={level}
            on={view.levels.includes(level)}
            onToggle={() => view.set({ levels: flipped(view.levels, level) })}
          >
            <span className={logsStyles.levelBar} style={{ background: logLevelColor(level) }} />
            {level}
            {counts.has(level) && !view.live && (
              <span className="mw-muted">&nbsp;{formatNumber(counts.get(level), locale)}</span>
            )}
          </ToggleChip>
        ))}
      </div>
      {view.services.length > 0 && (
        <Chips
          label={t('service')}
          chips={view.services.map((service) => ({ key: service, name: t('service'), value: service }))}
          onRemove={(service) => view.set({ services: flipped(view.services, service) })}
        />
      )}
      <span className="mw-grow" />
      {!view.live && (
        <ActionIcon
          className={facetsStyles.facetsButton}
          aria-label={t('facets')}
          aria-expanded={facetsOpen}
          onClick={onFacets}
        >
          <IconAdjustmentsHorizontal size={16} />
        </ActionIcon>
      )}
      {!view.live && (
        <Tooltip label={t('download', { count: rows.length })}>
          <ActionIcon
            aria-label={t('download', { count: rows.length })}
            disabled={rows.length === 0}
            onClick={() => save(toNdjson(rows), ndjsonName(Date.now()))}
          >
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Button
        variant={view.patterns === undefined ? 'default' : 'filled'}
        leftSection={<IconStack2 size={14} />}
        aria-pressed={view.patterns !== undefined}
        onClick={() => view.set(view.patterns === undefined ? { patterns: 'count', live: false } : { patterns: undefined })}
      >
        {t('patterns.name')}
      </Button>
      <Button
        variant={view.live ? 'filled' : 'default'}
        leftSection={view.live ? <IconPlayerStop size={14} /> : <IconPlayerPlay size={14} />}
        aria-pressed={view.live}
        onClick={() => view.set({ live: !view.live, patterns: undefined })}
      >
        {view.live ? t('stopLive') : t('live')}
      </Button>
    </div>
  );
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
