import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl } from './canonical-url.ts';

describe('canonicalUrl', () => {
  it.each([
    ['HTTPS://User:pw@Bbs.Example.COM:443/t/1?b=2&a=1&utm_source=x#reply', 'https://bbs.example.com/t/1?a=1&b=2'],
    [
      'https://www.xiaohongshu.com/explore/64b0f0aa0000000012034567?xsec_token=AB&xsec_source=pc',
      'https://www.xiaohongshu.com/explore/64b0f0aa0000000012034567',
    ],
    [
      'https://www.xiaohongshu.com/user/profile/5f00/64b0f0aa0000000012034567?xsec_token=AB',
      'https://www.xiaohongshu.com/explore/64b0f0aa0000000012034567',
    ],
    ['https://weibo.com/1234567890/NabcDEF12?refer_flag=1', 'https://m.weibo.cn/status/NabcDEF12'],
    ['https://m.weibo.cn/detail/4900000000000001', 'https://m.weibo.cn/status/4900000000000001'],
    ['https://weibo.com/u/1234567890', null],
    ['https://space.bilibili.com/12345/dynamic', null],
    [
      'https://www.douyin.com/user/MS4w?modal_id=7300000000000000001',
      'https://www.douyin.com/video/7300000000000000001',
    ],
    ['https://www.zhihu.com/people/nobody', null],
    [
      'https://mp.weixin.qq.com/s?__biz=Mz&mid=22&idx=1&sn=ab&chksm=cd&scene=27#rd',
      'https://mp.weixin.qq.com/s?__biz=Mz&idx=1&mid=22&sn=ab',
    ],
    ['//news.example.cn/a.html?guid=7&uid=9&phone=13800138000', 'https://news.example.cn/a.html?guid=7'],
    ['https://video.example.com/@nickname/video/9', 'https://video.example.com/@/video/9'],
    ['javascript:alert(1)', null],
    ['ftp://example.com/x', null],
    ['不是网址', null],
    [null, null],
  ])('%s', (raw, expected) => expect(canonicalUrl(raw)).toBe(expected));

  it('is idempotent and keeps no userinfo or fragment', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = canonicalUrl(url);
        if (once === null) return;
        expect(canonicalUrl(once)).toBe(once);
        expect(new URL(once).hash + new URL(once).username).toBe('');
      }),
    );
  });
});
