import { AppError } from '../../platform/runtime/errors.ts';
import { LABEL_NAMES } from '../model/label-names.ts';
import { createScorer, type Scorer } from '../model/score.ts';
import type { Weights, WeightsHeader } from '../model/weights.ts';
import { SIGNAL_NAMES, signalRoom } from './rule-signals.ts';

/** The trained weights, ready to read with; belongs to one thread. */
export interface LabelsModel {
  header: WeightsHeader;
  scorer: Scorer;
  /** Room for the signals of one post. */
  signals: Float32Array;
}

/** @throws AppError 'misconfigured' when the weights were trained for other labels or other signals than this program has */
export function openModel(weights: Weights): LabelsModel {
  const { header } = weights;
  const same = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join();
  if (!same(header.labels, LABEL_NAMES) || !same(header.signals, SIGNAL_NAMES))
    throw new AppError('misconfigured', `模型 ${header.version} 与本程序版本不符，请重新安装或运行 huiying train。`);
  return { header, scorer: createScorer(weights), signals: signalRoom() };
}
