import { AppError } from '../../platform/runtime/errors.ts';
import type { VerbContext } from '../tickets/act.ts';
import { actingHere } from '../tickets/leads-here.ts';
import type { KnownPerson } from '../tickets/people.ts';
import { unitName } from '../tickets/permissions.ts';
import { fills } from './approvals.ts';
import { speakersOf } from './spokespersons.ts';

const SHOWN = 10;
type Context = Pick<
  VerbContext<{ actorId: string; principal: string }>,
  'tx' | 'ticket' | 'input' | 'books' | 'people'
>;

/**
 * Both ends of an order to sign for the head of `unit`, as the directory knows them; what the caller wrote is no proof of either.
 * @returns the delegate, and the head by his name in the directory. @throws AppError precondition_failed naming who is known
 */
export async function knownDelegate(
  context: Context,
  unit: string,
): Promise<{ delegate: KnownPerson; principal: string }> {
  const { ticket, input, books, people } = context;
  const known = await people(ticket.origin);
  const rules = books.releases.approvals.filter(({ method }) => method === 'delegate');
  const filling = (posts: string[]): KnownPerson[] =>
    known.filter((person) =>
      fills(actingHere({ ...person, roles: [...person.roles] }, ticket, books.units), posts, unit),
    );
  const heads = filling(rules.flatMap(({ steps }) => steps[0]?.posts ?? []));
  const principal = await knownHead(context, unit, heads);
  const able = filling(rules.flatMap(({ steps }) => steps.slice(1).flatMap(({ posts }) => posts)));
  const delegate = able.find(({ id }) => id === input.actorId);
  if (delegate !== undefined) return { delegate, principal };
  const named = able.slice(0, SHOWN).map(({ name, unitId }) => `${name}（${unitName(books.units, unitId)}）`);
  const other = known.find(({ id }) => id === input.actorId);
  throw new AppError(
    'precondition_failed',
    `${other ? `${other.name}的岗位不能代审发布` : '名录中没有这个在用账号'}；可受委托的有：${named.join('、') || '（无）'}`,
  );
}

/**
 * The head gives the order: an account of the unit, or the head its register of spokespersons names. By account or by his name and nothing else:
 * a sentence he is named in ("不是…同意的") is no order of his.
 */
async function knownHead(
  { tx, ticket, input, books }: Context,
  unit: string,
  accounts: readonly KnownPerson[],
): Promise<string> {
  const registered = (await speakersOf(tx, unit, ticket.origin)).filter(({ post }) => post === 'head');
  const names = [...new Set([...registered, ...accounts].map(({ name }) => name))];
  const account = accounts.find(({ id }) => id === input.principal);
  const found = account?.name ?? names.find((name) => name === input.principal);
  if (found !== undefined) return found;
  const who = unitName(books.units, unit);
  throw new AppError(
    'precondition_failed',
    names.length === 0
      ? `名录中没有${who}的负责人，请先在发言人名册登记其主要负责人`
      : `委托人须为${who}在册的负责人：${names.slice(0, SHOWN).join('、')}；只填姓名`,
  );
}
