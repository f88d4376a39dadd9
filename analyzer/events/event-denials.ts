import type { Member } from './member.ts';
import { CLAIM_RANK, sourceOf, type ClaimSource } from './told-figures.ts';

/** What befell people: 没看到坠江, 根本没有爆炸. A mere 没有人员伤亡 is a number and stands among them. */
const HAPPENED =
  '坠江|坠河|坠崖|坠桥|爆炸|爆燃|起火|着火|火灾|坍塌|倒塌|塌方|投毒|下毒|中毒|泄漏|相撞|车祸|翻车|侧翻|溺水|跳楼|死人|死亡|伤亡|出事';
const DENIES = new RegExp(
  `(?:没有?|并?未|不存在|哪有|哪里有|并非|不是)(?:看到|看见|见到|见|听到|听见|听说|发生|出现|有|什么|任何|所谓的?|过)*(?:大巴|客车|车辆|车|人员?|人)?(?:${HAPPENED})(?!的?(?:原因|车|人|数|后|前))`,
  'u',
);
/** 没有死人吗, 是不是没爆炸: a question denies nothing. */
const ASKS = /(?:吗|么)[，,？? ]*$|是不是|有没有|会不会|为什么/u;

/** Who says that what the event tells did not happen, and when last, source by source. */
export class DenialBook {
  readonly #latest = new Map<ClaimSource, number>();

  add(member: Member): void {
    if (!deniesEvent(`${member.title}\n${member.lead}`)) return;
    const source = sourceOf(member, null);
    this.#latest.set(source, Math.max(this.#latest.get(source) ?? 0, member.publishedAt));
  }

  /** Those whose word weighs at least as much as that of who tells the number, the strongest first. */
  against(source: ClaimSource): { source: ClaimSource; at: number }[] {
    return [...this.#latest]
      .filter(([denier]) => CLAIM_RANK[denier] <= CLAIM_RANK[source])
      .map(([denier, at]) => ({ source: denier, at }))
      .sort((a, b) => CLAIM_RANK[a.source] - CLAIM_RANK[b.source] || b.at - a.at);
  }
}

export const deniesEvent = (text: string): boolean =>
  text.split(/[。！!；;\n]/u).some((part) => DENIES.test(part) && !ASKS.test(part));
