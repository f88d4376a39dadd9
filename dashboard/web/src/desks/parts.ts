import type { Component } from 'vue';
import FactKeyField from './FactKeyField.vue';
import FactLinesField from './FactLinesField.vue';
import JudgementsField from './JudgementsField.vue';
import NamesField from './NamesField.vue';
import NumberField from './NumberField.vue';
import PicturesField from './PicturesField.vue';
import ReleaseChannelsField from './ReleaseChannelsField.vue';
import ScanField from './ScanField.vue';
import SectionsField from './SectionsField.vue';
import SeenField from './SeenField.vue';
import TasksField from './TasksField.vue';

/** Fields of forms that are more than a text or a choice, by the name a form gives them: v-model and `detail`. */
const PARTS: Record<string, Component> = {
  'fact-lines': FactLinesField,
  'fact-key': FactKeyField,
  judgements: JudgementsField,
  names: NamesField,
  number: NumberField,
  pictures: PicturesField,
  scan: ScanField,
  sections: SectionsField,
  seen: SeenField,
  tasks: TasksField,
  'release-channels': ReleaseChannelsField,
};

export const fieldPart = (name: string): Component | undefined => PARTS[name];
