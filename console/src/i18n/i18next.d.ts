import 'i18next';
import type alerts from './zh-CN/alerts.json';
import type charts from './zh-CN/charts.json';
import type common from './zh-CN/common.json';
import type dashboards from './zh-CN/dashboards.json';
import type deployments from './zh-CN/deployments.json';
import type incidents from './zh-CN/incidents.json';
import type oncall from './zh-CN/oncall.json';
import type security from './zh-CN/security.json';
import type logs from './zh-CN/logs.json';
import type metrics from './zh-CN/metrics.json';
import type overview from './zh-CN/overview.json';
import type backups from './zh-CN/backups.json';
import type checklists from './zh-CN/checklists.json';
import type health from './zh-CN/health.json';
import type settings from './zh-CN/settings.json';
import type traces from './zh-CN/traces.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      alerts: typeof alerts;
      charts: typeof charts;
      common: typeof common;
      dashboards: typeof dashboards;
      deployments: typeof deployments;
      incidents: typeof incidents;
      oncall: typeof oncall;
      security: typeof security;
      logs: typeof logs;
      metrics: typeof metrics;
      overview: typeof overview;
      backups: typeof backups;
      checklists: typeof checklists;
      health: typeof health;
      settings: typeof settings;
      traces: typeof traces;
    };
  }
}
