import { z } from 'zod';

/** 研判 ends in exactly one of these. */
export const OUTCOMES = [
  'public_answer', // 公开回应
  'direct_answer', // 点对点答复
  'prepared_line', // 备答口径
  'legal_channel', // 转法定渠道
  'not_ours', // 移送非属地
  'already_answered', // 已有答复
  'keep_watching', // 继续关注
  'no_answer', // 无需回应
] as const;
export const outcome = z.enum(OUTCOMES);
