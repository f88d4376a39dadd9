import { z } from 'zod';
import { recordAppearanceInput, setSpeakerInput, unitSpeakers } from '../../../responder/index.ts';
import { time } from './common.ts';

export const speakersList = z.object({ items: z.array(unitSpeakers), serverTime: time }).meta({ id: 'SpeakersList' });
export const setSpeakerRequest = setSpeakerInput;
export const recordAppearanceRequest = recordAppearanceInput;
