import { ActionIcon, Button } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconBellPlus, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor } from '@/charts/palette';
import { useLocale } from '@/i18n/locale';
import { formatNumber } from '@/lib/format';
import type { LogField, LogQuery } from '@/rooms/logs/api';
import { ExportMenu } from '@/rooms/logs/export/ExportMenu';
import facetsStyles from '@/rooms/logs/facets/facets.module.css';
import { ColumnPicker } from '@/rooms/logs/list/ColumnPicker';
import logsStyles from '@/rooms/logs/logs.module.css';
import { flipped } from '@/rooms/logs/rows';
import { RuleDialog } from '@/rooms/logs/rule/RuleDialog';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Chips, ToggleChip } from '@/ui/Chips';

const LEVELS = ['error', 'warn', 'info', 'debug'];

type FilterLineProps = {
  view: LogUrl;
  request: LogQuery;
  levels: ReadonlyMap<string, number>;
  total: number | undefined;
  fields: readonly LogField[];
  facetsOpen: boolean;
  onFacets: () => void;
};

/** Levels and chosen services as chips, then what can be done with the lines. */
export function FilterLine(props: FilterLineProps) {
  const { view, request, levels, total, fields, facetsOpen, onFacets } = props;
  const { t } = useTranslation('logs');
  const [ruling, setRuling] = useState(false);
  return (
    <div className={logsStyles.filterLine}>
      <LevelChips view={view} levels={levels} />
      {view.services.length > 0 && (
        <Chips
          label={t('service')}
          chips={view.services.map((service) => ({ key: service, name: t('service'), value: service }))}
          onRemove={(service) => view.set({ services: flipped(view.services, service) })}
        />
      )}
      <span className="mw-grow" />
      <div className={logsStyles.tools}>
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
        <ColumnPicker view={view} fields={fields} />
        <ActionIcon aria-label={t('rule.open')} title={t('rule.open')} onClick={() => setRuling(true)}>
          <IconBellPlus size={16} />
        </ActionIcon>
        {!view.live && <ExportMenu request={request} columns={view.columns} total={total} />}
        <Button
          variant={view.live ? 'filled' : 'default'}
          leftSection={view.live ? <IconPlayerStop size={14} /> : <IconPlayerPlay size={14} />}
          aria-pressed={view.live}
          title={t('liveKey')}
          onClick={() => view.set({ live: !view.live })}
        >
          {view.live ? t('stopLive') : t('live')}
        </Button>
      </div>
      {ruling && <RuleDialog view={view} onClose={() => setRuling(false)} />}
    </div>
  );
}

function LevelChips({ view, levels }: { view: LogUrl; levels: ReadonlyMap<string, number> }) {
  const { t } = useTranslation('logs');
  const locale = useLocale();
  const names = [...new Set([...LEVELS, ...levels.keys(), ...view.levels])];
  return (
    <div className="mw-chips" role="group" aria-label={t('level')}>
      {names.map((level) => (
        <ToggleChip
          key={level}
          on={view.levels.includes(level)}
          onToggle={() => view.set({ levels: flipped(view.levels, level) })}
        >
          <span className={logsStyles.levelBar} style={{ background: logLevelColor(level) }} />
          {level}
          {levels.has(level) && !view.live && (
            <span className="mw-muted">&nbsp;{formatNumber(levels.get(level), locale)}</span>
          )}
        </ToggleChip>
      ))}
    </div>
  );
}
