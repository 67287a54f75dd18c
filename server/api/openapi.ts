/** The OpenAPI 3.1 document, made of the schemas that validate. */
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const failure = {
	type: 'object',
	required: ['error'],
	properties: {
		error: {
			type: 'object',
			required: ['code', 'message'],
			properties: { code: { type: 'string' }, message: { type: 'string' }, details: {} },
		},
	},
};

/** The document for the given endpoints as served at `origin`. */
export function openApiDocument(endpoints: readonly Endpoint[], origin: string): object {
	const paths: Record<string, Record<string, object>> = {};
	for (const endpoint of endpoints) {
		const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
		(paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint);
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Second Story',
			version: '1',
			description: 'Instants are RFC 3339 in UTC with up to six fractional digits.',
		},
		servers: [{ url: `${origin}/api/v1` }],
		paths,
		components: {
			schemas: { Failure: failure },
			securitySchemes: {
				token: { type: 'http', scheme: 'bearer' },
				session: { type: 'apiKey', in: 'cookie', name: 'session' },
			},
		},
	};
}

function operation(endpoint: Endpoint): object {
	const parameters = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
		name,
		in: 'path',
		required: true,
		schema: { type: 'string' },
	}));
	const status = String(endpoint.status ?? (endpoint.answer ? 200 : 204));
	return {
		summary: endpoint.summary,
		...(endpoint.who === 'user' && { security: [{ token: [] }, { session: [] }] }),
		parameters: [...parameters, ...(endpoint.query ? queryParameters(endpoint.query) : [])],
		...(endpoint.body && {
			requestBody: {
				required: true,
				content: { 'application/json': { schema: schema(endpoint.body, 'input') } },
			},
		}),
		...(endpoint.streams && {
			requestBody: {
				required: true,
				content: {
					[endpoint.streams === 'multipart' ? 'multipart/form-data' : 'application/octet-stream']: {
						schema: { type: 'object' },
					},
				},
			},
		}),
		responses: {
			[status]: {
				description: 'Done',
				...(endpoint.answer && {
					content: { 'application/json': { schema: schema(endpoint.answer, 'output') } },
				}),
			},
			default: {
				description: 'Refused, with one clear sentence',
				content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
			},
		},
	};
}

function queryParameters(query: z.ZodType): object[] {
	const { properties = {}, required = [] } = schema(query, 'input');
	return Object.entries(properties).map(([name, property]) => ({
		name,
		in: 'query',
		required: required.includes(name),
		schema: property,
	}));
}

function schema(type: z.ZodType, io: 'input' | 'output'): { properties?: object; required?: string[] } {
	const { $schema: _, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
	return rest as { properties?: object; required?: string[] };
}
