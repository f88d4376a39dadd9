import 'element-plus/dist/index.css';
import './style.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import App from './App.vue';
import { queryClient } from './api/query-client.ts';
import { router } from './router.ts';

createApp(App).use(router).use(VueQueryPlugin, { queryClient }).mount('#app');
