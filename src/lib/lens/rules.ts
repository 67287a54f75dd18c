/** The table: every rule of the lens. CONTRIBUTING.md says how to add one. */
import { absolute } from './rules/absolute.ts';
import { blame } from './rules/blame.ts';
import { counterfactual } from './rules/counterfactual.ts';
import { hindsight } from './rules/hindsight.ts';
import { passive } from './rules/passive.ts';
import { rootCause } from './rules/root-cause.ts';
import type { Rule } from './rules/rule.ts';

export const rules: readonly Rule[] = [
	...counterfactual,
	...blame,
	...hindsight,
	...rootCause,
	...absolute,
	...passive,
];
