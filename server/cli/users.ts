import { ok, refuse } from '../refusal.ts';
import { option, type Command } from './command.ts';

/** Makes an account, as an admin would. */
export const userCreate: Command = {
	where: 'beside',
	name: 'user create',
	usage: 'user create --email E --name N --password P [--admin]',
	summary: 'Makes an account.',
	required: ['email', 'name', 'password'],
	flags: ['admin'],
	async run(services, request) {
		const email = option(request, 'email');
		const created = await services.accounts.create({
			email,
			name: option(request, 'name'),
			password: option(request, 'password'),
			isAdmin: request.options['admin'] === true,
		});
		if (!created.ok) return created;
		const { userId } = created.value;
		return ok({ text: `${email} can sign in now (${userId}).`, json: { id: userId } });
	},
};

/** Makes an API token of an account; its text is printed this once. */
export const tokenCreate: Command = {
	where: 'beside',
	name: 'token create',
	usage: 'token create --email E',
	summary: 'Makes an API token of an account and prints it, this once.',
	required: ['email'],
	async run(services, request) {
		const userId = await services.accounts.findByEmail(option(request, 'email'));
		if (userId === undefined) return noAccount(option(request, 'email'));
		const token = await services.sessions.makeToken(userId, 'command line');
		return ok({ text: token, json: { token } });
	},
};

/** The refusal when no account has the address. */
export const noAccount = (email: string) =>
	refuse('not_found', `There is no account with the address ${email}. Make it with “user create” first.`);
