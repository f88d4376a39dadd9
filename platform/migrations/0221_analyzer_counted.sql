-- A change of counts leaves the analysis and its time alone, and is told all the same: `huiying republish analyses` finds it by this.
alter table analyzer_mentions add column counted_at timestamptz;
