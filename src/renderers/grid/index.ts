import { rendererOf } from '../frame/renderer.ts';
import style from './grid.css';
import { GridView } from './grid-view.ts';

export const activate = rendererOf('result', style, stage => new GridView(stage));
