import type { RejectLimit } from '../pipeline/options.ts';
import {
  choiceKind,
  credentialsKind,
  durationKind,
  flagKind,
  type Kind,
  lakeUriKind,
  numberKind,
  type Param,
  type Partition,
  paramKind,
  partitionKind,
  pathKind,
  rejectLimitKind,
  sizeKind,
  textKind,
  warehouseKind,
} from './kinds.ts';

/** Something a command can be told. `R` is what the command gets. */
export interface Option<R = unknown> {
  readonly says: string;
  readonly kind: Kind<unknown>;
  readonly many: boolean;
  /** Said anew each time: neither the environment nor sparkify.json can set it. */
  readonly perUse: boolean;
  readonly short?: string;
  /** What holds when nobody says anything. */
  readonly fallback: R;
}

export type Options = Readonly<Record<string, Option>>;

const one = <T>(kind: Kind<T>, says: string): Option<T | undefined> => ({
  says,
  kind,
  many: false,
  perUse: false,
  fallback: undefined,
});

export const flag = (says: string): Option<boolean> => ({ ...one(flagKind, says), fallback: false });
export const text = (says: string, placeholder = 'TEXT'): Option<string | undefined> =>
  one(textKind(placeholder), says);
export const path = (says: string, placeholder = 'FILE'): Option<string | undefined> =>
  one(pathKind(placeholder), says);
export const warehouseFile = (says: string): Option<string | undefined> => one(warehouseKind, says);
export const lakeUri = (says: string): Option<string | undefined> => one(lakeUriKind, says);
export const credentialsSource = (says: string): Option<string | undefined> => one(credentialsKind, says);
export const number = (says: string, minimum = 0, maximum?: number): Option<number | undefined> =>
  one(numberKind(minimum, maximum), says);
export const choice = <const T extends string>(says: string, choices: readonly T[]): Option<T | undefined> =>
  one(choiceKind(choices), says);
export const size = (says: string): Option<string | undefined> => one(sizeKind, says);
export const duration = (says: string): Option<number | undefined> => one(durationKind, says);
export const rejectLimit = (says: string): Option<RejectLimit | undefined> => one(rejectLimitKind, says);
export const partition = (says: string): Option<Partition | undefined> => one(partitionKind, says);
export const param = (says: string): Option<Param | undefined> => one(paramKind, says);

/** May be given more than once. */
export const many = <T>(option: Option<T | undefined>): Option<readonly T[]> => ({
  ...option,
  many: true,
  fallback: [],
});

export const orElse = <T>(option: Option<T | undefined>, fallback: T): Option<T> => ({ ...option, fallback });

export const perUse = <R>(option: Option<R>): Option<R> => ({ ...option, perUse: true });

export const short = <R>(letter: string, option: Option<R>): Option<R> => ({ ...option, short: letter });

export const isFlag = (option: Option): boolean => option.kind === flagKind;
