-- An order of a hotline is looked for by its number, which stands in no text.
create index analyzer_mentions_order on analyzer_mentions (lower(mention -> 'order' ->> 'number'))
  where mention -> 'order' ->> 'number' is not null;
