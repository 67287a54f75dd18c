/** Every endpoint below `/api/v1`, noun by noun. */
import { activityEndpoints } from './activity.ts';
import { analysisEndpoints } from './analysis.ts';
import { authEndpoints } from './auth.ts';
import { storyEndpoints } from './story.ts';
import { draftEndpoints } from './draft.ts';
import { documentEndpoints } from './documents.ts';
import { threadEndpoints } from './thread.ts';
import type { Endpoint } from './endpoint.ts';
import { evidenceEndpoints } from './evidence.ts';
import { invitationEndpoints } from './invitations.ts';
import { lensEndpoints } from './lens.ts';
import { mailEndpoints } from './mail.ts';
import { memberEndpoints } from './members.ts';
import { narrativeEndpoints } from './narrative.ts';
import { notificationEndpoints } from './notifications.ts';
import { organisationEndpoints } from './organisation.ts';
import { partEndpoints } from './part.ts';
import { roundEndpoints } from './rounds.ts';
import { sampleEndpoints } from './sample.ts';
import { pictureEndpoints } from './picture.ts';
import { peopleEndpoints } from './people.ts';
import { timelineEndpoints } from './timeline.ts';
import { userEndpoints } from './users.ts';
import { versionEndpoints } from './versions.ts';

export const endpoints: readonly Endpoint[] = [
	...authEndpoints,
	...userEndpoints,
	...organisationEndpoints,
	...sampleEndpoints,
	...analysisEndpoints,
	...memberEndpoints,
	...invitationEndpoints,
	...peopleEndpoints,
	...partEndpoints,
	...timelineEndpoints,
	...documentEndpoints,
	...evidenceEndpoints,
	...narrativeEndpoints,
	...pictureEndpoints,
	...draftEndpoints,
	...threadEndpoints,
	...notificationEndpoints,
	...mailEndpoints,
	...roundEndpoints,
	...versionEndpoints,
	...activityEndpoints,
	...lensEndpoints,
	...storyEndpoints,
];
