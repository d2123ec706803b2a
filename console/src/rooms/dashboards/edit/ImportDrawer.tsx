import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveDashboard } from '@/api/dashboards';
import { labelValues } from '@/api/prometheus';
import { useGoTo } from '@/app/HrefLink';
import { useAction } from '@/app/useAction';
import { Drawer } from '@/ui/Drawer';
import { readDashboard, unwrapped, type Dashboard } from '@/rooms/dashboards/model/dashboard';
import type { Tree } from '@/rooms/dashboards/model/json';
import { withInputs } from './change';
import { reportOf } from './report';
import { ReportView } from './ReportView';

/** A dashboard from a file or pasted: what will work of it is said before it is stored. */
export function ImportDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('dashboards');
  const goTo = useGoTo();
  const [written, setWritten] = useState('');
  const known = useQuery({
    queryKey: ['metric-names'],
    queryFn: async ({ signal }) => new Set((await labelValues('__name__', {}, signal)).data),
    structuralSharing: false,
  });
  const read = useMemo(() => parsed(written), [written]);
  const { dashboard } = read;
  const report = useMemo(() => (dashboard === null || known.data === undefined ? null : reportOf(dashboard, known.data)), [dashboard, known.data]);
  const save = useAction((json: Tree) => saveDashboard({ dashboard: json, overwrite: true }), ['dashboards'], ({ uid }) =>
    goTo(`/dashboards/${encodeURIComponent(uid)}`),
  );
  return (
    <Drawer title={t('import.title')} onClose={onClose}>
      <div className="mw-stack">
        <p className="mw-muted">{t('import.hint')}</p>
        <input
          type="file"
          accept="application/json,.json"
          aria-label={t('import.file')}
          onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setWritten)}
        />
        <Textarea
          label={t('import.json')}
          value={written}
          autosize
          minRows={4}
          maxRows={12}
          error={read.problem === '' ? t('import.noPanels') : read.problem}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        {dashboard !== null && (
          <Button loading={save.pending} onClick={() => void save.run(dashboard.json)}>
            {t('import.save', { title: dashboard.title })}
          </Button>
        )}
        {report !== null && <ReportView report={report} />}
      </div>
    </Drawer>
  );
}

/** The dashboard, or why it is none: the parser's words, '' where it is JSON but has no panels. */
function parsed(written: string): { readonly dashboard: Dashboard | null; readonly problem: string | undefined } {
  if (written.trim() === '') return { dashboard: null, problem: undefined };
  try {
    const json = withInputs(unwrapped(JSON.parse(written)));
    if (json['panels'] === undefined && json['rows'] === undefined) return { dashboard: null, problem: '' };
    // The number and version that another store gave it mean nothing here.
    const { id: _, version: __, ...own } = json;
    return { dashboard: readDashboard(own), problem: undefined };
  } catch (problem) {
    return { dashboard: null, problem: problem instanceof Error ? problem.message : String(problem) };
  }
}
