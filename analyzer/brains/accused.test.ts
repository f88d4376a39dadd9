import { describe, expect, it } from 'vitest';
import { shippedConfigFolder } from '../../config/load.ts';
import { findPlaces } from '../places/find-places.ts';
import { readAccused } from './accused.ts';
import { loadAnalyzerBooks } from './books.ts';
import { readPost } from './post.ts';

const books = loadAnalyzerBooks(shippedConfigFolder());
const read = (text: string, title = '') => {
  const post = readPost({ title, text }, books.lexicon);
  return readAccused(post, books, findPlaces(post.view, books.gazetteer, null));
};
const accused = (text: string): string[] => read(text).map(({ unit, name }) => unit?.id ?? name);

describe('the unit a text blames', () => {
  it.each<[string, string[]]>([
    ['市城管局不作为，占道经营没人管', ['urban_management']],
    ['城管局一直推诿', ['urban_management']],
    ['城管多次敷衍我们', ['urban_management']],
    ['教育局的工作人员态度恶劣', ['education']],
    ['社保局窗口态度极差，让我跑了五趟', ['hrss']],
    ['人社局某科长索要好处', ['hrss']],
    ['政务服务中心窗口人员爱答不理', ['administrative_service']],
    ['办大事难，办事大厅工作人员刁难群众', ['administrative_service']],
    ['派出所不予立案', ['police']],
    ['所长索要红包，派出所不立案', ['police']],
    ['到派出所报案，民警拒不立案', ['police']],
    ['找了房管局三次，一直推诿', ['housing']],
    ['向城管局反映多次，始终不理不睬', ['urban_management']],
    ['打了12345，话务员态度恶劣', ['hotline']],
    ['交警乱罚款', ['traffic_police']],
    ['被城管殴打，现在还在住院', ['urban_management']],
    ['市教育局招生索贿', ['education']],
    ['城管局、环保局互相推诿', ['urban_management', 'ecology']],
    ['环保局和水务局踢皮球', ['ecology', 'water']],
    ['纵容违建的城管局：不作为的城管局该管管了', ['urban_management']],
    ['我要投诉城管局', ['urban_management']],
    ['实名举报市住建局局长', ['housing']],
    ['举报：市教育局长期给培训机构当保护伞', ['education']],
    ['控告市场监管局', ['market']],
    ['自来水公司乱收费', ['water_company']],
    ['公交公司乱收费，司机还骂人', ['bus_company']],
    ['地铁公司推诿，站口电梯坏了半年', ['metro_company']],
    ['税务局拒不办理，刁难企业', ['tax']],
    ['市医保局对此不管不问', ['medical_insurance']],
    ['供电局停电不通知，态度蛮横，供电局打官腔', ['power_company']],
    ['市住建局：您好，反映烂尾楼两年，贵局一拖再拖', ['housing']],
    ['我去年到交通局办证，该局工作人员吃拿卡要', ['transport']],
    ['城东区教育局违规收费', ['chengdong_education']],
    ['城东区市场监管局不受理我的投诉', ['chengdong_market']],
    ['和平街道办事处强拆我家房子', ['heping_street']],
    ['沙河镇政府截留补贴', ['shahe_town']],
    ['云山县政府出尔反尔', ['yunshan']],
    ['云山县教育局推诿', ['云山县教育局']],
    ['合肥市教育局不作为', ['合肥市教育局']],
    ['沙河第三中学乱收费', ['沙河第三中学']],
    ['石桥村村委会侵占征地款', ['石桥村村委会']],
    ['县人民医院拒绝受理投诉', ['县人民医院']],
    ['举报某派出所充当保护伞', ['police']],
    ['信访局没有执行规定，装聋作哑', ['petition']],
    ['城管执法队员打人', ['urban_management']],
    ['纪委通报以后，村委会照样套取补贴', ['村委会']],
    ['希望纪委查处教育局贪污', ['education']],
    ['城管大队在学校门口打人', ['urban_management']],
  ])('%s', (text, expected) => {
    expect(accused(text)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['looks away', '城管局对夜市油烟睁一只眼闭一只眼', ['urban_management']],
    ['does not care', '路灯坏了一个月，住建局不管', ['housing']],
    ['does not care, and the company cheats', '燃气公司乱扣钱，住建局不管', ['housing', 'gas_company']],
    ['does not act on what it received', '文旅局接到投诉不处理，说管不了', ['culture']],
    ['was told and did not answer', '我向市民政局反映过也没人理', ['civil_affairs']],
    ['wrong tickets', '交警乱开罚单，一天两张', ['traffic_police']],
    ['invents a case', '民警办假案，把我关了一夜', ['police']],
    ['takes money, with words between', '环保局科长收了化工厂老板的红包', ['ecology']],
    ['takes a card', '住建局的人拿了开发商的购物卡', ['housing']],
    ['warns the culprit', '文旅局的人给黑网吧通风报信', ['culture']],
    ['is one with the culprit', '城东区市场监管局跟超市老板是一伙的', ['chengdong_market']],
    ['is thick with the culprit', '应急局与矿上老板称兄道弟', ['emergency']],
    ['does to others', '交通局向驾校索要赞助', ['transport']],
    ['blackmails', '税务局稽查人员敲诈饭店', ['tax']],
    ['inspects for show', '消防队验收走过场', ['fire']],
    ['holds back', '公积金中心卡着不给提取', ['provident_fund']],
    ['window: rude', '社保局窗口说话难听', ['hrss']],
    ['window: hangs up', '热线挂电话，12345接线员挂我电话', ['hotline']],
    ['window: nobody', '医保局窗口下午三点就没人了', ['medical_insurance']],
    ['looks into itself', '规划局批的违建，规划局自己查自己', ['natural_resources']],
    ['betrays who reported', '信访局把我的材料转给了被举报的人', ['petition']],
    ['threatens', '教育局领导来家里威胁我', ['education']],
    ['hurts', '城管把秤给踹了', ['urban_management']],
    ['tears down', '和平街道办带人强拆我家院墙', ['heping_street']],
    ['a hall is of the bureau before it', '税务局办事大厅工作人员刁难人', ['tax']],
    ['a hall, said later', '去税务局开票，办事大厅的人爱理不理', ['tax']],
    ['its driver', '公交公司司机拒载老人', ['bus_company']],
    ['the one reported, and who told it', '纪委收到信以后转给了被举报的教育局', ['discipline', 'education']],
    ['the one reported', '材料又回到被举报的教育局手里', ['education']],
    ['the district government named before', '被告是城东区人民政府，胜诉后区政府拒不履行判决', ['chengdong']],
    ['passes on to each other', '检察院推给公安，公安又推回来', ['police', '检察院']],
    ['asks why', '城东区教育局为什么包庇实验小学', ['chengdong_education']],
  ])('%s: %s', (_, text, expected) => {
    expect(accused(text).sort()).toEqual([...expected].sort());
  });

  it.each([
    ['纪委不查，胜诉后区政府拒不履行判决', '区政府'],
    ['石桥镇政府拒不履行判决', '石桥镇政府'],
    ['云山县公安局派出所所长充当保护伞', '云山县公安局派出所'],
    ['教育局为什么包庇实验小学乱收费', '实验小学'],
  ])('ends and begins the name with the body: %s', (text, name) => {
    expect(accused(text)).toContain(name);
  });
});

describe('a unit that is only named', () => {
  it.each<[string, string]>([
    ['asked to act', '请城管局核实处理物业乱收费'],
    ['asked to act, the other is to blame', '希望市住建局查处开发商拖欠工程款'],
    ['asked for a word', '业主多次反映物业不作为，要求市住建局给个说法'],
    ['turned to', '向教育局反映培训机构违规收费'],
    ['turned to about a village', '找信访局举报村干部贪污'],
    ['the one called', '打12345投诉物业不作为'],
    ['the one called, afterwards another', '拨打市长热线后，物业依旧敷衍'],
    ['helper', '在人社局的帮助下要回了老板拖欠的工资'],
    ['helper, thanked', '感谢派出所民警，追回了被骗子侵占的钱'],
    ['helper in the middle', '多亏城管局出面，商户不再乱收费'],
    ['acts against others', '公安局破获一起贪污案'],
    ['acts: inspection', '市场监管局查处一批乱收费企业'],
    ['acts: notice of discipline', '纪委通报五起不作为案例'],
    ['acts: campaign', '市公安局开展打击侵占挪用专项行动'],
    ['acts: order', '教育局约谈违规收费的培训机构'],
    ['acts: answer', '住建局回应开发商违规收费一事'],
    ['landmark', '公安局宿舍的物业乱收费'],
    ['landmark: door', '教育局门口有人打人'],
    ['landmark: opposite', '住城管局对面，房东乱收费'],
    ['landmark: building', '税务局大楼旁边的饭店服务员骂人'],
    ['landmark: road', '信访局后面的工地老板拖欠工资'],
    ['telephone number asked', '举报教育局电话是多少'],
    ['praise', '教育局工作人员态度很好，解决了开发商拖欠的难题'],
    ['denied', '城管局没有推诿，当天就来了'],
    ['campaign against', '市公安局坚决杜绝不作为'],
    ['supposed', '如果城管局不作为我们怎么办'],
    ['rumour', '网传教育局集体受贿'],
    ['rumour, hearsay', '听说派出所收红包，不知真假'],
    ['refuted', '关于教育局贪污的说法，官方辟谣系谣言'],
    ['another is nearer: landlord', '房管局备案过的房东拒付押金'],
    ['another is nearer: company', '住建局发证的公司拖欠工资'],
    ['another is nearer: gang', '公安局民警抓获侵占财物的嫌疑人'],
    ['a place is no body', '城东区和平里小区停水，几方推诿'],
    ['a district is no body', '城西区老板拖欠工资'],
    ['salutation', '市教育局领导：我家孩子的学校乱收费'],
    ['drill', '市应急局演练：模拟有人不作为'],
    ['reply of the office below the order', '市民反映噪音\n2026-02-24 10:30 城管局：已约谈，不存在推诿'],
    ['nobody', '楼下烧烤太吵，没人管'],
    ['plain question', '请问教育局几点上班'],
    ['asked by letter', '恳请市医保局解释拒付的原因'],
    ['handed over', '已转交通局处理公交司机骂人一事'],
    ['asked about one who looks away', '请环保局管一管睁一只眼闭一只眼的厂长'],
    ['greeted', '市水务局您好，小区水管坏了没人管，物业踢皮球'],
    ['greeted, nobody named', '城管局您好，楼下占道经营没人理'],
    ['called', '打电话给住建局，说物业不处理漏水'],
    ['in all weather', '城管局不管刮风下雨都在岗位'],
    ['acts on what it received', '市场监管局接到投诉后立即处理'],
    ['was told of others', '公安局接到反映，称有村民拖延交房'],
    ['hearsay of a gift', '听说教育局的人收了好处'],
    ['not so', '医保局的工作人员没有挂电话'],
    ['acts against those who took', '纪委查处收受好处的村干部'],
    ['acts against those who blackmail', '市场监管局查处敲诈勒索商户的团伙'],
    ['acts on others', '市场监管局对商户乱收费立案调查'],
    ['acts on the stubborn', '住建局对拒不履行的企业停工处罚'],
    ['acts against collusion', '公安局打击号贩子和保安勾结'],
    ['another does it', '派出所民警劝阻，醉汉骂人还踹门'],
    ['another threatens', '报警后对方上门威胁，派出所出面调解'],
    ['a street is no office', '和平街道办理居住证窗口没人'],
    ['a window elsewhere', '银行窗口没人，已向信访局反映'],
  ])('%s: %s', (_, text) => {
    expect(accused(text)).toEqual([]);
  });
});

describe('a body that does not come or does not answer', () => {
  it.each<[string, string[]]>([
    ['市住房和城乡建设局物业科对幸福苑小区电梯停运三个月的投诉推诿不办，两次打电话都说不归他们管', ['housing']],
    ['城管局对商户占道经营的举报一直不处理', ['urban_management']],
    ['市教育局针对家长关于培训机构退费的诉求百般推脱', ['education']],
    ['老人摔伤，家属打了12345三天没人回', ['hotline']],
    ['打12345反映路灯不亮，一个多月没人管', ['hotline']],
    ['12345三天没回复', ['hotline']],
    ['我打了110，半个小时没人出警', ['police']],
    ['派出所两个小时才到', ['police']],
    ['派出所出警太慢', ['police']],
    ['报了警，派出所迟迟不到', ['police']],
    ['解放路沿街店铺起火，店主说消防车半小时才到', ['fire']],
    ['救护车40分钟才赶到现场', ['health']],
    ['水务局电话打了一上午没人接', ['water']],
    ['向住建局投诉了好几次，至今没下文', ['housing']],
    ['环保局始终没来人', ['ecology']],
    ['人社局不受理，说不归他们管', ['hrss']],
  ])('%s', (text, expected) => {
    expect(accused(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['one is told to turn to it', '路灯坏了没人修，可以拨打12345反映'],
    ['the number is asked for', '电梯没人管，该打12345还是找住建局'],
    ['it comes soon', '消防车五分钟就到了，火很快扑灭'],
    ['it answers', '12345当天就有人回复，问题解决了'],
    ['it answers on another', '市住建局回应：物业对业主的投诉推诿，已约谈'],
    ['it acts on what it was told', '市场监管局对消费者的投诉当天受理'],
    ['the company does not come', '物业三天没人来，业主已向住建局反映'],
    ['the company is turned to', '打物业电话三天没人接'],
    ['another comes late', '交警处理完事故，拖车一小时才到'],
    ['the road is nobody’s', '打12345反映过，楼下烧烤还是没人管'],
    ['greeted', '住建局，小区电梯坏了三天没人修'],
    ['a price', '停车费110元，三天没人管'],
    ['a company deals with complaints', '物业公司对业主的投诉推诿'],
    ['fire engines cannot pass', '楼下车停满了，消防车来了也进不来，物业没人管'],
    ['not so', '派出所没有迟迟不到，十分钟就来了'],
  ])('is blamed, and not where %s: %s', (_, text) => {
    expect(accused(text)).toEqual([]);
  });
});

describe('what is known of the blame', () => {
  it.each([
    ['市教育局招生索贿', true],
    ['市教育局推诿', false],
    ['教育局推诿，局长还收红包，教育局贪污', true],
  ])('%s: corruption %s', (text, corruption) => {
    expect(read(text)[0]!.corruption).toBe(corruption);
  });

  it('stands where the unit is named', () => {
    const [found] = read('我们小区的路灯坏了，城管局一直推诿');
    expect(found!.span).toEqual({ start: 10, end: 13 });
  });

  it('stays cheap on a text that repeats itself', () => {
    expect(read('城管局不作为'.repeat(8000))).toHaveLength(1);
    expect(read('不作为'.repeat(20000))).toEqual([]);
  });
});
