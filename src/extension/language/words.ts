import type { Completion } from '../../session/asked.ts';
import { completeCommands } from '../../session/complete/commands.ts';
import { completeSql } from '../../session/complete/sql.ts';
import { noGrammar, tablesToCome } from '../../session/complete/vocabulary.ts';

/** What can be said without a kernel: commands and their options, and the tables that the pipeline makes. */
export const wordsFor = (language: 'sql' | 'sparkify', text: string, offset: number): Completion[] =>
  language === 'sparkify'
    ? completeCommands(text, offset, [])
    : completeSql(text, offset, { tables: tablesToCome(), grammar: noGrammar, parameters: [] });
