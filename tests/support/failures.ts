/** A reporter of Vitest that writes what failed into the file FAILURES, hooks and loose errors too, for the end of a long log. */
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export default class Failures implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], loose: readonly SerializedError[]): void {
		const path = process.env['FAILURES'];
		const lines = [...modules.flatMap(failuresOf), ...told('outside every test', loose)];
		if (path !== undefined && lines.length > 0)
			writeFileSync(path, ['The unit tests that failed:', ...lines].join('\n'));
	}
}

function failuresOf(module: TestModule): string[] {
	const { children, relativeModuleId: file } = module;
	return [
		...told(file, module.errors()),
		...[...children.allSuites()].flatMap((suite) => told(`${file} > ${suite.fullName}`, suite.errors())),
		...[...children.allTests('failed')].flatMap((test) =>
			told(`${file} > ${test.fullName}`, test.result().errors ?? []),
		),
	];
}

function told(where: string, errors: readonly SerializedError[]): string[] {
	return errors.map(({ message, stack }) => `✘ ${where}\n  ${(stack || message).slice(0, 2_000)}`);
}
