import { ok } from '../refusal.ts';
import { option, type Command } from './command.ts';
import { noAccount } from './users.ts';

/** Copies the sample analysis for an account. */
export const sampleLoad: Command = {
	where: 'beside',
	name: 'sample load',
	usage: 'sample load --email E',
	summary: 'Makes a copy of the sample analysis for an account and prints its id.',
	required: ['email'],
	async run(services, request) {
		const userId = await services.accounts.findByEmail(option(request, 'email'));
		if (userId === undefined) return noAccount(option(request, 'email'));
		const loaded = await services.samples.load(userId);
		return loaded.ok ? ok({ text: loaded.value.id, json: { id: loaded.value.id } }) : loaded;
	},
};
