/** Resolves a dashboard's variables in their order, since each may stand in the query of the next. */
import { interpolate, namesIn, timeWords, type Chosen, type Scope } from './interpolate';
import { askOptions, fixedOptions, readQuery } from './variableQuery';
import { chosen, filtered, sorted, type Option, type Variable } from './variable';

export type Range = { readonly fromMs: number; readonly toMs: number };

export type Resolved = {
  readonly variables: ReadonlyMap<string, Chosen>;
  /** What could not be asked, by the variable's name. */
  readonly problems: ReadonlyMap<string, unknown>;
};

type Ask = typeof askOptions;

export async function resolveVariables(
  variables: readonly Variable[],
  asked: (name: string) => readonly string[],
  range: Range,
  signal?: AbortSignal,
  ask: Ask = askOptions,
): Promise<Resolved> {
  const done = new Map<string, Chosen>();
  const problems = new Map<string, unknown>();
  const words = timeWords(range.fromMs, range.toMs, 15);
  for (const variable of variables) {
    let options: Option[] = [];
    try {
      options = await optionsOf(variable, { variables: done, words }, range, ask, signal);
    } catch (problem) {
      if (signal?.aborted === true) throw problem;
      problems.set(variable.name, problem);
    }
    done.set(variable.name, { variable, options, values: chosen(variable, options, asked(variable.name)) });
  }
  return { variables: done, problems };
}

async function optionsOf(variable: Variable, scope: Scope, range: Range, ask: Ask, signal?: AbortSignal): Promise<Option[]> {
  if (variable.type !== 'query') {
    const options = fixedOptions(variable);
    return variable.type === 'datasource' ? options : filtered(options, variable.regex);
  }
  const query = readQuery(interpolate(variable.query, scope));
  if (query === null) return [...variable.options];
  const regex = interpolate(variable.regex, scope, 'text');
  return sorted(filtered(await ask(query, range, signal), regex), variable.sort);
}

/** The variables that the texts need, with those that these need in turn. */
export function usedVariables(texts: readonly string[], variables: ReadonlyMap<string, Chosen>): string[] {
  const used = new Set<string>();
  const visit = (written: string): void => {
    for (const name of namesIn(written)) {
      const found = variables.get(name);
      if (found === undefined || used.has(name)) continue;
      used.add(name);
      visit(found.variable.query);
    }
  };
  texts.forEach(visit);
  return [...used];
}
