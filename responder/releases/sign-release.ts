import { z } from 'zod';
import { AppError } from '../../platform/runtime/errors.ts';
import { spokenTime, toLocalIso } from '../../platform/runtime/local-time.ts';
import { uuidv7 } from '../../platform/runtime/ids.ts';
import { json, personOf } from '../tables.ts';
import { asideInput, defineVerb, reasonText, type VerbContext, type VerbEffect } from '../tickets/act.ts';
import { actingHere } from '../tickets/leads-here.ts';
import { delegationsOf, validFor, type Delegation } from './delegations.ts';
import { approvalState, approvalSteps, fills, SECRECY, signsInPlace, standsIn } from './approvals.ts';
import { atVersion } from './edit-release.ts';
import { ASPECT_TITLES, ruleOf, unfitOf } from './gate-checks.ts';
import { findIdentity } from './deidentify.ts';
import { releaseText } from './content.ts';
import { lockPaper, refuseAuthor, refuseUnless, type Paper } from './paper.ts';

const judgement = z.strictObject({
  aspect: z.enum(['wording', 'timing', 'manner']),
  verdict: z.boolean('请选择妥当或不妥'),
  reason: reasonText,
});

export const judgeReleaseInput = z.strictObject({
  ...asideInput,
  ...atVersion,
  /** One for each aspect looked at; a later one on the same aspect counts instead of it. */
  judgements: z
    .array(judgement)
    .max(50)
    .min(1, '请至少研判一项')
    .refine((all) => new Set(all.map(({ aspect }) => aspect)).size === all.length, '同一项只能研判一次'),
  /** Ids of judgements of others that the person has read and overrules. */
  seen: z.array(z.uuid()).max(20).default([]),
});

/** 公开表述、时机、方式研判, each for itself, by somebody who did not write it. */
export const judgeRelease = defineVerb(
  'judge-release',
  judgeReleaseInput,
  async ({ tx, ticket, input, now, actor }) => {
    const paper = await lockPaper(tx, ticket.id, input);
    await refuseUnless(tx, paper.draft, 'drafting', 'submitted');
    refuseAuthor(paper, actor.id, '研判');
    refuseUnseen(paper, input, actor.id);
    const { draft, content } = paper;
    const rows = input.judgements.map((one) => ({
      ...{ id: uuidv7(now), draft_id: draft.id, version: content.version, hash: content.hash },
      ...{ ...one, by: json(personOf(actor)), at: now },
    }));
    await tx.insertInto('responder_release_judgements').values(rows).execute();
    const said = input.judgements.map(({ aspect, verdict }) => `${ASPECT_TITLES[aspect]}${verdict ? '妥当' : '不妥'}`);
    return {
      entry: {
        text: `公开表述、时机、方式研判：${said.join('，')}（《${content.title}》第${content.version}版）`,
        reason: input.judgements.map(({ aspect, reason }) => `${ASPECT_TITLES[aspect]}：${reason}`).join('；'),
        payload: { draftId: draft.id, version: content.version, judgements: input.judgements },
      },
    };
  },
);

/** Nobody finds right what another found wrong in this very version without having read it. @throws AppError conflict: who, when, what */
export function refuseUnseen(
  { judgements }: Pick<Paper, 'judgements'>,
  input: Pick<z.output<typeof judgeReleaseInput>, 'judgements' | 'seen'>,
  actorId: string,
): void {
  for (const { aspect, verdict } of input.judgements) {
    const unread = unfitOf(judgements, aspect).find(({ id, by }) => by.id !== actorId && !input.seen.includes(id));
    if (!verdict || unread === undefined) continue;
    const { id, by, at, reason } = unread;
    throw new AppError(
      'conflict',
      `${by.name} 已于 ${spokenTime(at)} 研判${ASPECT_TITLES[aspect]}不妥：${reason}。确认妥当的，请重新打开研判，勾选“我已看过上述意见”后提交`,
      { current: { id, by: by.name, at: toLocalIso(at), aspect, verdict: false } },
    );
  }
}

const signInput = { ...asideInput, ...atVersion, approve: z.boolean(), reason: z.string().trim().max(1000).optional() };
export const approveReleaseInput = z.strictObject({
  ...signInput,
  /** Absent: the first step that is open to this person. */
  step: z.string().optional(),
  /** The registered order to sign for the head; absent: the newest that holds for this person now. */
  delegationId: z.uuid().optional(),
});

/** 审核签发 of one step. Binds to this version and its hash. */
export const approveRelease = defineVerb('approve-release', approveReleaseInput, async (context) => {
  const { tx, ticket, input, actor, books } = context;
  const paper = await lockPaper(tx, ticket.id, input);
  await refuseUnless(tx, paper.draft, 'submitted');
  const rule = ruleOf(books.releases, ticket, paper);
  const { own, ofChannels } = approvalSteps(rule, paper.content.channels, books.releases);
  const { open, why } = approvalState(rule, ofChannels, paper.signatures);
  const steps = [...own, ...ofChannels];
  const signer = actingHere(actor, ticket, books.units);
  const mine = steps.filter(({ id, posts }) => open.includes(id) && fills(signer, posts, paper.draft.unit));
  const step = mine.find(({ id }) => input.step === undefined || id === input.step);
  if (!step) throw new AppError('precondition_failed', `现在没有须由您审核的环节（${why}）`);
  const order = standsIn(rule, step.id) ? await orderFor(context, paper, step.title) : null;
  const inPlace = signsInPlace(signer, step.posts, paper.draft.unit) ? '（代被反映单位）' : '';
  return sign(context, paper, { step: step.id, title: `${step.title}${inPlace}`, order });
});

/** Nobody signs for the head on an order that is not registered, was given to another, or does not hold now. */
async function orderFor(
  { tx, ticket, input, actor, now }: VerbContext<z.output<typeof approveReleaseInput>>,
  { draft }: Paper,
  title: string,
): Promise<Delegation> {
  const all = await delegationsOf(tx, ticket, [draft.unit]);
  const named = all.filter(({ id }) => input.delegationId === undefined || id === input.delegationId);
  const order = validFor(named, actor.id, now);
  if (order) return order;
  throw new AppError('precondition_failed', `“${title}”须凭已登记且在期限内的委托，请先“登记委托”（口头的可待补签）`);
}

export const reviewSecrecyInput = z.strictObject(signInput);

/** 保密审查 by a third person: neither who wrote it nor who approved it. */
export const reviewSecrecy = defineVerb('review-secrecy', reviewSecrecyInput, async (context) => {
  const { tx, ticket, input, actor, books } = context;
  const paper = await lockPaper(tx, ticket.id, input);
  await refuseUnless(tx, paper.draft, 'submitted');
  if (!fills(actingHere(actor, ticket, books.units), books.releases.secrecy.posts, paper.draft.unit))
    throw new AppError('forbidden', '只有保密审查岗位可以审查');
  const done = paper.signatures.find(({ step }) => step === SECRECY);
  if (done) {
    const said = `${done.approve ? '同意' : '不同意'}${done.reason ? `（${done.reason}）` : ''}`;
    throw new AppError('conflict', `${done.by.name} 已于 ${spokenTime(done.at)} 保密审查：${said}，请刷新后再办`);
  }
  return sign(context, paper, { step: SECRECY, title: '保密审查', order: null });
});

type Input = z.output<typeof reviewSecrecyInput>;

async function sign(
  { tx, input, now, actor }: VerbContext<Input>,
  paper: Paper,
  { step, title, order }: { step: string; title: string; order: Delegation | null },
): Promise<VerbEffect> {
  const { draft, content, authors } = paper;
  refuseAuthor(paper, actor.id, '审核');
  if (paper.signatures.some(({ by }) => by.id === actor.id))
    throw new AppError('precondition_failed', '拟稿、审核、保密审查须由不同的人办理，您已在该版上签署');
  if (!input.approve && !input.reason) throw new AppError('invalid_input', '不同意须写明意见');
  await tx
    .insertInto('responder_release_signatures')
    .values({
      ...{ id: uuidv7(now), draft_id: draft.id, version: content.version, hash: content.hash, step, authors },
      ...{
        approve: input.approve,
        reason: input.reason ?? null,
        on_behalf: order?.principal ?? null,
        delegation_id: order?.id ?? null,
        by: json(personOf(actor)),
        at: now,
      },
    })
    .execute();
  if (!input.approve)
    await tx
      .updateTable('responder_release_drafts')
      .set({ state: 'drafting', submitted_at: null, approval_due: null })
      .where('id', '=', draft.id)
      .execute();
  return {
    entry: {
      text: `${title}${input.approve ? '同意' : '不同意，退回修改'}：《${content.title}》第${content.version}版${order === null ? '' : `（受${order.principal}委托，${order.paper ?? '口头，待补签'}）`}`,
      reason: input.reason ?? null,
      payload: { draftId: draft.id, version: content.version, hash: content.hash, step, approve: input.approve },
    },
  };
}

export const exceptIdentityInput = z.strictObject({
  ...asideInput,
  ...atVersion,
  ground: z.enum(['punishment', 'mandatory', 'not_personal']),
  words: z.array(z.string().trim().min(1).max(100)).min(1, '请写明保留的具体文字').max(20),
  basis: z.string().trim().min(2, '请写明法律依据或理由').max(500),
});

/** 去标识化例外: for the words named and no others, approved by whoever registers it, never by an author. */
export const exceptIdentity = defineVerb('except-identity', exceptIdentityInput, async (context) => {
  const { tx, ticket, input, now, actor, books } = context;
  const paper = await lockPaper(tx, ticket.id, input);
  await refuseUnless(tx, paper.draft, 'drafting', 'submitted');
  refuseAuthor(paper, actor.id, '批准');
  const found = findIdentity(`${paper.content.title}\n${releaseText(paper.content)}`).map(({ value }) => value);
  const strange = input.words.filter((word) => !found.includes(word));
  if (strange.length > 0) throw new AppError('precondition_failed', `文稿中没有须去标识化的“${strange.join('”“')}”`);
  const { title } = books.releases.identity.grounds[input.ground];
  await tx
    .insertInto('responder_release_exceptions')
    .values({
      ...{ id: uuidv7(now), draft_id: paper.draft.id, ground: input.ground, basis: input.basis },
      ...{ words: input.words, by: json(personOf(actor)), at: now },
    })
    .execute();
  return {
    entry: {
      text: `去标识化例外（${title}）${input.words.length} 处`,
      reason: input.basis,
      payload: {
        draftId: paper.draft.id,
        version: paper.content.version,
        ground: input.ground,
        count: input.words.length,
      },
    },
  };
});
