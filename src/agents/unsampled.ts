// Probabilities as the model gives them: softmax(logits), nothing is drawn.
import type { SamplingOptions } from '../contract/readings.ts';

export const UNSAMPLED: SamplingOptions = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };
