import { z } from 'zod';
import { recordAppearanceInput, setSpeakerInput, unitSpeakers } from '../../../responder/index.ts';
import { time } from './common.ts';

export const speakersList = z.object({ items: z.array(unitSpeakers), serverTime: time }).meta({ id: 'SpeakersList' });
/** An account of the directory, by its id. */
const person = { personId: z.uuid('请从名单中选择人员') };
export const setSpeakerRequest = setSpeakerInput.extend(person);
export const recordAppearanceRequest = recordAppearanceInput.extend(person);
