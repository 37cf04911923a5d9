import { rendererOf } from '../frame/renderer.ts';
import style from './run.css';
import { RunView } from './run-view.ts';

export const activate = rendererOf('run', style, stage => new RunView(stage));
