import type { Migration } from '../../columns.ts';

/** The first shape of the core: accounts, analyses, evidence sources, calibration, stories. */
export const migration: Migration = {
	async up(db, columns) {
		await db.schema
			.createTable('user')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('email', 'text', (column) => column.unique())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('colour', 'bigint', (column) => column.notNull())
			.addColumn('is_admin', 'bigint', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('disabled_at', 'bigint')
			.execute();
		await db.schema
			.createTable('credential')
			.addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('password_hash', 'text', (column) => column.notNull())
			.addColumn('changed_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('password_link')
			.addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('secret_hash', columns.bytes, (column) => column.notNull())
			.addColumn('expires_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('session')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('secret_hash', columns.bytes, (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('verified_at', 'bigint', (column) => column.notNull())
			.addColumn('expires_at', 'bigint', (column) => column.notNull())
			.addColumn('invitation_id', 'text')
			.addColumn('user_agent', 'text')
			.execute();
		await db.schema.createIndex('session_by_user').on('session').columns(['user_id']).execute();
		await db.schema
			.createTable('invitation')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('role', 'text', (column) => column.notNull())
			.addColumn('token_hash', columns.bytes, (column) => column.notNull().unique())
			.addColumn('user_id', 'text')
			.addColumn('created_by', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('expires_at', 'bigint', (column) => column.notNull())
			.addColumn('revoked_at', 'bigint')
			.addColumn('last_used_at', 'bigint')
			.execute();
		await db.schema.createIndex('invitation_by_analysis').on('invitation').columns(['analysis_id']).execute();
		await db.schema
			.createTable('api_token')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('secret_hash', columns.bytes, (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('last_used_at', 'bigint')
			.addColumn('revoked_at', 'bigint')
			.execute();
		await db.schema.createIndex('api_token_by_user').on('api_token').columns(['user_id']).execute();
		await db.schema
			.createTable('setting')
			.addColumn('key', 'text', (column) => column.primaryKey().notNull())
			.addColumn('value_json', 'text', (column) => column.notNull())
			.execute();
		await db.schema
			.createTable('analysis')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('title', 'text', (column) => column.notNull())
			.addColumn('number', 'text')
			.addColumn('summary', 'text', (column) => column.notNull())
			.addColumn('standfirst', 'text', (column) => column.notNull())
			.addColumn('subject', 'text', (column) => column.notNull())
			.addColumn('effort', 'text', (column) => column.notNull())
			.addColumn('stage', 'text', (column) => column.notNull())
			.addColumn('zone', 'text', (column) => column.notNull())
			.addColumn('date', 'text')
			.addColumn('planned_minutes', 'bigint')
			.addColumn('used_minutes', 'bigint', (column) => column.notNull())
			.addColumn('is_sample', 'bigint', (column) => column.notNull())
			.addColumn('created_by', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('deleted_at', 'bigint')
			.execute();
		await db.schema
			.createTable('person')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('email', 'text')
			.addColumn('title', 'text')
			.addColumn('team_id', 'text')
			.addColumn('zone', 'text')
			.addColumn('location', 'text')
			.addColumn('user_id', 'text')
			.addColumn('is_chosen_name', 'bigint', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('person_by_user').on('person').columns(['user_id']).execute();
		await db.schema
			.createTable('team')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('name', 'text', (column) => column.notNull().unique())
			.execute();
		await db.schema
			.createTable('system')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('name', 'text', (column) => column.notNull().unique())
			.execute();
		await db.schema
			.createTable('involvement')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('part', 'text')
			.addColumn('added_by', 'text', (column) => column.notNull())
			.addColumn('added_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('involvement_key', ['analysis_id', 'person_id'])
			.execute();
		await db.schema
			.createTable('author_link')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('author', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('author_link_key', ['analysis_id', 'author'])
			.execute();
		await db.schema
			.createTable('membership')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('role', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text')
			.addColumn('added_by', 'text', (column) => column.notNull())
			.addColumn('added_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('membership_key', ['analysis_id', 'user_id'])
			.execute();
		await db.schema.createIndex('membership_by_user').on('membership').columns(['user_id']).execute();
		await db.schema
			.createTable('group_session')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('started_by', 'text', (column) => column.notNull())
			.addColumn('started_at', 'bigint', (column) => column.notNull())
			.addColumn('ends_at', 'bigint', (column) => column.notNull())
			.addColumn('ended_at', 'bigint')
			.execute();
		await db.schema
			.createIndex('group_session_by_analysis')
			.on('group_session')
			.columns(['analysis_id'])
			.execute();
		await db.schema
			.createTable('group_session_member')
			.addColumn('group_session_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('group_session_member_key', ['group_session_id', 'user_id'])
			.execute();
		await db.schema
			.createTable('source')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('format', 'text')
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('file_name', 'text', (column) => column.notNull())
			.addColumn('sha256', 'text', (column) => column.notNull())
			.addColumn('bytes', 'bigint', (column) => column.notNull())
			.addColumn('status', 'text', (column) => column.notNull())
			.addColumn('goal', 'text', (column) => column.notNull())
			.addColumn('progress', 'bigint', (column) => column.notNull())
			.addColumn('zone', 'text')
			.addColumn('recorded_from_us', 'bigint')
			.addColumn('offset_us', 'bigint', (column) => column.notNull())
			.addColumn('options_json', 'text', (column) => column.notNull())
			.addColumn('assumptions_json', 'text', (column) => column.notNull())
			.addColumn('counts_json', 'text', (column) => column.notNull())
			.addColumn('first_us', 'bigint')
			.addColumn('last_us', 'bigint')
			.addColumn('skipped_json', 'text', (column) => column.notNull())
			.addColumn('files_json', 'text', (column) => column.notNull())
			.addColumn('refusal', 'text')
			.addColumn('added_by', 'text', (column) => column.notNull())
			.addColumn('added_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('source_by_analysis').on('source').columns(['analysis_id']).execute();
		await db.schema
			.createTable('thread')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('on_kind', 'text', (column) => column.notNull())
			.addColumn('subject_id', 'text', (column) => column.notNull())
			.addColumn('anchor_json', 'text')
			.addColumn('quote', 'text')
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('proposal', 'text')
			.addColumn('opened_by', 'text', (column) => column.notNull())
			.addColumn('opened_at', 'bigint', (column) => column.notNull())
			.addColumn('resolved_at', 'bigint')
			.addColumn('resolved_by', 'text')
			.addColumn('resolution', 'text')
			.execute();
		await db.schema.createIndex('thread_by_analysis').on('thread').columns(['analysis_id']).execute();
		await db.schema
			.createTable('comment')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('thread_id', 'text', (column) => column.notNull())
			.addColumn('author_id', 'text', (column) => column.notNull())
			.addColumn('body', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('edited_at', 'bigint')
			.addColumn('deleted_at', 'bigint')
			.execute();
		await db.schema.createIndex('comment_by_thread').on('comment').columns(['thread_id']).execute();
		await db.schema
			.createTable('thread_seen')
			.addColumn('thread_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('seen_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('thread_seen_key', ['thread_id', 'user_id'])
			.execute();
		await db.schema
			.createTable('shared_account')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('event_id', 'text')
			.addColumn('told', 'text', (column) => column.notNull())
			.addColumn('saw', 'text', (column) => column.notNull())
			.addColumn('knew', 'text', (column) => column.notNull())
			.addColumn('wanted', 'text', (column) => column.notNull())
			.addColumn('hard', 'text', (column) => column.notNull())
			.addColumn('via', 'text', (column) => column.notNull())
			.addColumn('quotable', 'text', (column) => column.notNull())
			.addColumn('shared_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema
			.createIndex('shared_account_by_analysis_person')
			.on('shared_account')
			.columns(['analysis_id', 'person_id'])
			.execute();
		await db.schema
			.createTable('quote')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('shared_account_id', 'text')
			.addColumn('text', 'text', (column) => column.notNull())
			.addColumn('consent', 'text', (column) => column.notNull())
			.addColumn('asked_by', 'text', (column) => column.notNull())
			.addColumn('asked_at', 'bigint', (column) => column.notNull())
			.addColumn('answered_at', 'bigint')
			.execute();
		await db.schema.createIndex('quote_by_analysis').on('quote').columns(['analysis_id']).execute();
		await db.schema
			.createTable('passage_seen')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('seen_at', 'bigint', (column) => column.notNull())
			.addColumn('answer', 'text')
			.addPrimaryKeyConstraint('passage_seen_key', ['analysis_id', 'person_id'])
			.execute();
		await db.schema
			.createTable('version')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('document', 'text', (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('schema_version', 'bigint', (column) => column.notNull())
			.addColumn('bytes', columns.bytes, (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('made_at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('version_by_analysis').on('version').columns(['analysis_id']).execute();
		await db.schema
			.createTable('story')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('number', 'bigint', (column) => column.notNull())
			.addColumn('title', 'text', (column) => column.notNull())
			.addColumn('standfirst', 'text', (column) => column.notNull())
			.addColumn('body_json', 'text', (column) => column.notNull())
			.addColumn('audience', 'text', (column) => column.notNull())
			.addColumn('link_token', 'text', (column) => column.unique())
			.addColumn('published_by', 'text', (column) => column.notNull())
			.addColumn('published_at', 'bigint', (column) => column.notNull())
			.addColumn('withdrawn_at', 'bigint')
			.execute();
		await db.schema.createIndex('story_by_analysis').on('story').columns(['analysis_id']).execute();
		await db.schema
			.createTable('story_choice')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('person_id', 'text', (column) => column.notNull())
			.addColumn('choice', 'text', (column) => column.notNull())
			.addColumn('reason', 'text')
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('made_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('story_choice_key', ['analysis_id', 'person_id'])
			.execute();
		await db.schema
			.createTable('story_read')
			.addColumn('story_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('read_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('story_read_key', ['story_id', 'user_id'])
			.execute();
		await db.schema
			.createTable('notification')
			.addColumn('id', 'text', (column) => column.primaryKey().notNull())
			.addColumn('user_id', 'text')
			.addColumn('person_id', 'text')
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('body', 'text', (column) => column.notNull())
			.addColumn('created_at', 'bigint', (column) => column.notNull())
			.addColumn('read_at', 'bigint')
			.execute();
		await db.schema.createIndex('notification_by_user').on('notification').columns(['user_id']).execute();
		await db.schema.createIndex('notification_by_person').on('notification').columns(['person_id']).execute();
		await columns
			.withSeq(db.schema.createTable('activity'))
			.addColumn('analysis_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) => column.notNull())
			.addColumn('subject_kind', 'text', (column) => column.notNull())
			.addColumn('subject_id', 'text', (column) => column.notNull())
			.addColumn('words', 'text', (column) => column.notNull())
			.addColumn('at', 'bigint', (column) => column.notNull())
			.execute();
		await db.schema.createIndex('activity_by_analysis').on('activity').columns(['analysis_id']).execute();
		await columns
			.withSeq(db.schema.createTable('audit'))
			.addColumn('user_id', 'text')
			.addColumn('action', 'text', (column) => column.notNull())
			.addColumn('detail_json', 'text', (column) => column.notNull())
			.addColumn('at', 'bigint', (column) => column.notNull())
			.execute();
	},
};
