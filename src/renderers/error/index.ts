import { rendererOf } from '../frame/renderer.ts';
import style from './error.css';
import { ErrorView } from './error-view.ts';

export const activate = rendererOf('error', style, stage => new ErrorView(stage));
