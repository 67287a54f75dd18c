/** What the keyboard does on the timeline. Every drag has its key here. */
import { goto } from '$app/navigation';
import { hour, minute, second } from '#lib/model/instant.ts';
import type { PersonId, SystemId } from '#lib/model/ids.ts';
import { eventKinds } from '#lib/model/timeline.ts';
import { kindGlyphs } from '#lib/ui/kind-glyphs.ts';
import { useKeys, type Shortcut } from '#lib/ui/keys.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import type * as together from './together.ts';
import type { TimelineView } from './view.svelte.ts';

interface Deps {
	readonly view: TimelineView;
	readonly analysisId: string;
	/** False while what keys lead to is still being fetched: none means anything then. */
	readonly isReady: boolean;
	readonly onadd: () => void;
}

/** Registers the timeline's keys for as long as the component lives. */
export function useTimelineKeys(deps: Deps): void {
	const { view, analysisId, onadd } = deps;
	const onEvent = () => view.chosen.length > 0 && view.adding === undefined;
	const mayChange = () => onEvent() && view.writable;

	/** What is done to several at once is fetched beside the lanes, and is there before anybody has chosen anything. */
	const changes = import('./together.ts');
	const change = (act: (verbs: typeof together) => void): void =>
		void changes.then(act, () =>
			toasts.show({ text: 'A part of the page could not be loaded. Nothing was changed; reload the page.' }),
		);

	/** By keyboard events move by a minute, or by a second once minutes are wide. */
	function move(direction: -1 | 1): void {
		const { event, selection } = view;
		const { from, to } = view.window;
		const by = direction * (to - from > hour / 6 ? minute : second);
		if (selection.size > 1) change(({ moveBy }) => moveBy(view, by, true));
		else if (event) view.move(event, by, undefined, undefined, true);
	}
	/** To the next lane of the same kind, up or down. */
	function moveLane(direction: -1 | 1): void {
		const { event, rows } = view;
		const at = rows.findIndex((row) => row.events.some(({ id }) => id === event?.id));
		const from = rows[at];
		if (!event || !from || from.folds || (from.is !== 'person' && from.is !== 'system')) return;
		const next = rows[at + direction];
		if (next?.is === from.is && !next.folds)
			view.move(event, 0, from.key as PersonId | SystemId, next.key as PersonId | SystemId);
	}
	function openEvidence(): void {
		const [record] = view.event?.records ?? [];
		if (record !== undefined)
			void goto(`/analysis/${analysisId}/evidence?record=${encodeURIComponent(record)}`);
	}

	useKeys('Timeline', () => (deps.isReady ? shortcuts() : []));
	const shortcuts = (): Shortcut[] => [
		{ keys: 'ArrowLeft', label: 'Playhead back', bar: 'move playhead', run: () => view.nudgePlayhead(-0.01) },
		{ keys: 'ArrowRight', label: 'Playhead on', bar: 'move playhead', run: () => view.nudgePlayhead(0.01) },
		{
			keys: 'Shift+ArrowLeft',
			label: 'Move the event earlier',
			bar: 'move event',
			when: mayChange,
			run: () => move(-1),
		},
		{
			keys: 'Shift+ArrowRight',
			label: 'Move the event later',
			bar: 'move event',
			when: mayChange,
			run: () => move(1),
		},
		{ keys: 'Shift+ArrowUp', label: 'Move the event a lane up', when: mayChange, run: () => moveLane(-1) },
		{ keys: 'Shift+ArrowDown', label: 'Move the event a lane down', when: mayChange, run: () => moveLane(1) },
		{ keys: '+', label: 'Zoom in', bar: 'zoom', run: () => view.zoom(1.5) },
		{ keys: '=', label: 'Zoom in', run: () => view.zoom(1.5) },
		{ keys: '-', label: 'Zoom out', bar: 'zoom', run: () => view.zoom(1 / 1.5) },
		{ keys: '0', label: 'Fit the busiest stretch, then everything', run: () => view.fit() },
		{ keys: 'E', label: 'Add event', when: () => view.writable, run: onadd },
		...eventKinds.map((kind) => ({
			keys: kindGlyphs[kind].key,
			label: `Kind: ${kindGlyphs[kind].name}`,
			bar: 'set kind',
			when: mayChange,
			run: () => change(({ setKind }) => setKind(view, kind)),
		})),
		{
			keys: '~',
			label: 'Make the time approximate, or exact',
			bar: 'make time approximate',
			when: mayChange,
			run: () => change(({ toggleDoubt }) => toggleDoubt(view)),
		},
		{
			keys: '[',
			label: 'Be less sure of the time',
			when: mayChange,
			run: () => change(({ widen }) => widen(view, 'wider')),
		},
		{
			keys: ']',
			label: 'Be surer of the time',
			when: mayChange,
			run: () => change(({ widen }) => widen(view, 'narrower')),
		},
		{
			keys: 'D',
			label: 'Duplicate',
			bar: 'duplicate',
			when: mayChange,
			run: () => change(({ duplicate }) => duplicate(view)),
		},
		{
			keys: 'S',
			label: 'Split at the playhead',
			when: mayChange,
			run: () => change(({ split }) => split(view)),
		},
		{
			keys: 'M',
			label: 'Merge the chosen events',
			bar: 'merge',
			when: () => view.writable && view.selection.size > 1,
			run: () => change(({ merge }) => merge(view)),
		},
		{
			keys: 'H',
			label: 'Show it as it was known, or as it is',
			run: () => (view.horizon.isOn = !view.horizon.isOn),
		},
		{
			keys: 'V',
			label: 'Open the evidence',
			when: () => (view.event?.records.size ?? 0) > 0,
			run: openEvidence,
		},
		{
			keys: 'Delete',
			label: 'Delete the event',
			when: mayChange,
			run: () => change(({ removeChosen }) => removeChosen(view)),
		},
		{
			keys: 'Mod+A',
			label: 'Choose all events shown',
			inText: false,
			when: () => view.shown.length > 1,
			run: () => view.selection.set(view.shown.map(({ id }) => id)),
		},
		{
			keys: 'Mod+Z',
			label: 'Undo my last change',
			when: () => view.canUndo,
			inText: false,
			run: () => view.undo(),
		},
		{ keys: 'Mod+Shift+Z', label: 'Redo', when: () => view.canRedo, inText: false, run: () => view.redo() },
		{
			keys: 'Escape',
			label: 'Select nothing',
			when: () =>
				view.selected !== undefined ||
				view.range !== undefined ||
				view.adding !== undefined ||
				view.selection.size > 0,
			run: () => close(view),
		},
	];
}

/** Esc closes one thing. */
function close(view: TimelineView): void {
	if (view.adding) view.adding = undefined;
	else if (view.range) view.range = undefined;
	else if (view.selection.size > 0) view.selection.clear();
	else view.select(undefined);
}
