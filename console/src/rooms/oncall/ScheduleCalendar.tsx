import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchShifts, type Person, type Schedule } from '@/api/oncall';
import { seriesColor } from '@/charts/palette';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime, startOf } from '@/lib/time';
import { Panel } from '@/ui/Panel';
import { useNow } from '@/ui/useNow';
import { bars, days } from './calendar';
import styles from './oncall.module.css';
import { StandInDialog } from './StandInDialog';

const DAYS = 14;

export interface ScheduleCalendarProps {
  readonly schedule: Schedule;
  readonly people: readonly Person[];
  /** Of the plan; another one has other shifts. */
  readonly version: number;
}

/** Two weeks of a schedule, a row a day; gaps are hatched. */
export function ScheduleCalendar({ schedule, people, version }: ScheduleCalendarProps) {
  const { t } = useTranslation('oncall');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  const [standingIn, setStandingIn] = useState(false);
  const start = startOf(now, 'd', timeZone);
  const query = useQuery({
    queryKey: ['oncall', 'shifts', schedule.id, version, start],
    queryFn: ({ signal }) => fetchShifts(schedule.id, start, start + DAYS * 86_400_000, signal),
  });
  const name = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  const clock = (ms: number) => formatTime(ms, locale, timeZone).slice(5, 16);
  return (
    <Panel
      title={schedule.name}
      hint={schedule.zone}
      query={query}
      actions={
        <Button variant="default" leftSection={<IconArrowsExchange size={14} />} onClick={() => setStandingIn(true)}>
          {t('takeShift')}
        </Button>
      }
    >
      <div role="list">
        {days(start, DAYS).map(({ from, until }) => (
          <div key={from} role="listitem" className={styles.day}>
            <span className="mw-muted">{formatTime(from, locale, timeZone).slice(5, 10)}</span>
            <div className={styles.bars}>
              {bars(query.data ?? [], from, until).map(({ shift, left, width }) => (
                <span
                  key={shift.from}
                  className={styles.bar}
                  data-gap={shift.person === '' || undefined}
                  style={{
                    left: `${left * 100}%`,
                    width: `${width * 100}%`,
                    borderColor: shift.person === '' ? undefined : seriesColor(shift.person),
                  }}
                  title={`${shift.person === '' ? t('nobody') : name(shift.person)} · ${clock(shift.from)} – ${clock(shift.until)}`}
                >
                  {shift.person === '' ? t('nobody') : name(shift.person)}
                  {shift.source === 'override' && ` (${t('standIn')})`}
                </span>
              ))}
            </div>
          </div>
        ))}
      </div>
      {standingIn && <StandInDialog schedule={schedule} people={people} onClose={() => setStandingIn(false)} />}
    </Panel>
  );
}
