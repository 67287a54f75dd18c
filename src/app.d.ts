import type { Caller } from '#server/auth/caller.ts';
import type { Services } from '#server/services.ts';

declare global {
	namespace App {
		interface Locals {
			services: Services;
			caller: Caller | undefined;
		}
	}
}

export {};
