/** What no colour means and who owes one; also the tooltip of the mark itself. */
export const UNCOLOURED = '热度评分未到蓝色一档，机器不提示颜色；值班员（网信办、政府办）可在研判时确定。';

/** The two scales of a row and the empty mark, in the words of a legend. */
export const MARKS = [
  {
    name: '颜色',
    short: '舆情热度（机器提示，研判时可调）',
    long: '红、橙、黄、蓝表示舆情热度，由系统按热度评分提示，值班员研判时可以调整；不代表事件级别。',
  },
  {
    name: '级',
    short: '突发事件级别（值班初判、主管部门认定）',
    long: 'Ⅰ至Ⅳ级为突发事件级别：虚线框为机器估算，仅供参考；值班员初判，主管部门认定，以认定为准。',
  },
  { name: '未定', short: '热度未到蓝色，值班员可在研判时定', long: UNCOLOURED },
] as const;
