import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drawer } from '@/ui/Drawer';
import type { Tree } from '@/rooms/dashboards/model/json';
import { PANEL_TYPES } from '@/rooms/dashboards/model/panel';
import { readForm, withForm, type PanelForm } from './change';
import { JsonView } from './JsonView';
import { Limits, Queries } from './FormParts';

type PanelEditorProps = { json: Tree; onApply: (json: Tree) => void; onClose: () => void };

const UNITS = ['short', 'percent', 'percentunit', 's', 'ms', 'bytes', 'Bps', 'reqps', 'ops', 'currencyCNY', 'dateTimeAsIso', 'none'];

/** A panel's settings beside the panel, which shows them as soon as they are applied. */
export function PanelEditor({ json, onApply, onClose }: PanelEditorProps) {
  const { t } = useTranslation('dashboards');
  const [view, setView] = useState('form');
  return (
    <Drawer title={t('editor.title')} onClose={onClose}>
      <div className="mw-stack">
        <SegmentedControl
          aria-label={t('editor.view')}
          value={view}
          onChange={setView}
          data={[
            { value: 'form', label: t('editor.form') },
            { value: 'json', label: 'JSON' },
          ]}
        />
        {view === 'form' ? <FormView json={json} onApply={onApply} /> : <JsonView json={json} onApply={onApply} />}
      </div>
    </Drawer>
  );
}

function FormView({ json, onApply }: Omit<PanelEditorProps, 'onClose'>) {
  const { t } = useTranslation('dashboards');
  const [form, setForm] = useState(() => readForm(json));
  const set = (patch: Partial<PanelForm>): void => setForm((now) => ({ ...now, ...patch }));
  const field = (name: 'title' | 'description' | 'decimals' | 'min' | 'max' | 'w' | 'h') => ({
    label: t(`editor.field.${name}`),
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  const unit = form.unit === '' ? [] : [form.unit];
  return (
    <form
      className="mw-stack"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(withForm(json, form));
      }}
    >
      <TextInput {...field('title')} />
      <TextInput {...field('description')} />
      <Select
        label={t('editor.type')}
        value={form.type}
        allowDeselect={false}
        data={[...new Set([...PANEL_TYPES, form.type])]}
        onChange={(type) => type !== null && set({ type })}
      />
      {form.type === 'text' ? (
        <Textarea label={t('editor.content')} autosize minRows={4} value={form.content} onChange={(event) => set({ content: event.currentTarget.value })} />
      ) : (
        <Queries form={form} set={set} />
      )}
      <div className="mw-row">
        <Select
          label={t('editor.unit')}
          searchable
          clearable
          value={form.unit === '' ? null : form.unit}
          data={[...new Set([...UNITS, ...unit])]}
          onChange={(chosen) => set({ unit: chosen ?? '' })}
        />
        <TextInput {...field('decimals')} inputMode="numeric" />
      </div>
      <div className="mw-row">
        <TextInput {...field('min')} inputMode="decimal" />
        <TextInput {...field('max')} inputMode="decimal" />
      </div>
      <Limits form={form} set={set} />
      <div className="mw-row">
        <TextInput {...field('w')} inputMode="numeric" />
        <TextInput {...field('h')} inputMode="numeric" />
      </div>
      <Button type="submit">{t('editor.apply')}</Button>
    </form>
  );
}
