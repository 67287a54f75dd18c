/** Every endpoint below `/api/v1`, noun by noun. */
import { analysisEndpoints } from './analysis.ts';
import { authEndpoints } from './auth.ts';
import type { Endpoint } from './endpoint.ts';

export const endpoints: readonly Endpoint[] = [...authEndpoints, ...analysisEndpoints];
