// The fixtures are plain JavaScript, so that Node runs them as they are; tests see them as unknown JSON.
declare module '*/fixtures/alerting.mjs' {
  export function alerts(now: number): Record<string, unknown>[];
  export function incidents(filter: string, now: number): Record<string, unknown>[];
  export function incidentDetail(id: string, now: number): Record<string, unknown> | null;
  export function notifications(now: number): Record<string, unknown>[];
  export function ruleGroups(now: number): Record<string, unknown>[];
  export function alertmanagerSilences(now: number): Record<string, unknown>[];
}
declare module '*/fixtures/business.mjs' {
  export function figures(scene: string, now: number): Record<string, unknown>;
  export function ledger(scene: string, now: number): Record<string, unknown>;
  export function objectives(scene: string): Record<string, unknown>;
  export function forecast(now: number): Record<string, unknown>;
}
declare module '*/fixtures/overview.mjs' {
  export function overview(scene: string, at: number): Record<string, unknown>;
  export function status(scene: string): Record<string, unknown>;
}
