import type { Component } from 'vue';
import FactLinesField from './FactLinesField.vue';
import NamesField from './NamesField.vue';
import ReleaseChannelsField from './ReleaseChannelsField.vue';

/** Fields of forms that are more than a text or a choice, by the name a form gives them: v-model and `detail`. */
const PARTS: Record<string, Component> = {
  'fact-lines': FactLinesField,
  names: NamesField,
  'release-channels': ReleaseChannelsField,
};

export const fieldPart = (name: string): Component | undefined => PARTS[name];
