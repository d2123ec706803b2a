import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PanelForm } from './change';

type PartProps = { form: PanelForm; set: (patch: Partial<PanelForm>) => void };

const COLORS = ['green', 'yellow', 'orange', 'red', 'blue', 'purple', 'transparent'];

export function Queries({ form, set }: PartProps) {
  const { t } = useTranslation('dashboards');
  const change = (index: number, patch: Partial<PanelForm['targets'][number]>): void =>
    set({ targets: form.targets.map((target, at) => (at === index ? { ...target, ...patch } : target)) });
  return (
    <fieldset className="mw-stack">
      <legend>{t('editor.queries')}</legend>
      {form.targets.map((target, index) => (
        <div key={index} className="mw-stack">
          <Textarea
            label={`${String.fromCodePoint(65 + index)} · PromQL`}
            autosize
            minRows={1}
            value={target.expr}
            classNames={{ input: 'mw-mono' }}
            onChange={(event) => change(index, { expr: event.currentTarget.value })}
          />
          <div className="mw-row">
            <TextInput label={t('editor.legend')} placeholder="{{service}}" value={target.legend} onChange={(event) => change(index, { legend: event.currentTarget.value })} />
            <Checkbox label={t('editor.instant')} checked={target.instant} onChange={(event) => change(index, { instant: event.currentTarget.checked })} />
            <Button variant="subtle" onClick={() => set({ targets: form.targets.filter((_, at) => at !== index) })}>
              {t('editor.remove')}
            </Button>
          </div>
        </div>
      ))}
      <Button variant="default" onClick={() => set({ targets: [...form.targets, { expr: '', legend: '', instant: false }] })}>
        {t('editor.addQuery')}
      </Button>
    </fieldset>
  );
}

const FIRST = [
  { value: '', color: 'green' },
  { value: '80', color: 'red' },
];

export function Limits({ form, set }: PartProps) {
  const { t } = useTranslation('dashboards');
  const { thresholds } = form;
  const change = (index: number, patch: Partial<PanelForm['thresholds'][number]>): void =>
    set({ thresholds: thresholds.map((step, at) => (at === index ? { ...step, ...patch } : step)) });
  return (
    <fieldset className="mw-stack">
      <legend>{t('editor.thresholds')}</legend>
      {thresholds.map((step, index) => (
        <div key={index} className="mw-row">
          <TextInput
            aria-label={t('editor.from')}
            value={index === 0 ? t('editor.base') : step.value}
            disabled={index === 0}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
          <Select
            aria-label={t('editor.color')}
            value={step.color}
            allowDeselect={false}
            data={[...new Set([...COLORS, step.color])]}
            onChange={(color) => color !== null && change(index, { color })}
          />
          <Button variant="subtle" onClick={() => set({ thresholds: thresholds.filter((_, at) => at !== index) })}>
            {t('editor.remove')}
          </Button>
        </div>
      ))}
      <Button variant="default" onClick={() => set({ thresholds: thresholds.length === 0 ? FIRST : [...thresholds, { value: '', color: 'red' }] })}>
        {t('editor.addThreshold')}
      </Button>
    </fieldset>
  );
}
