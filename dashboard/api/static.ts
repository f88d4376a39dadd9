import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Router } from 'express';

/**
 * The built web application. Files under assets/ carry a hash in their name and are kept for a year; index.html is asked for every time;
 * every other path without a dot is a page of the application.
 */
export function serveWeb(folder: string): Router {
  const router = express.Router();
  const index = join(folder, 'index.html');
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', index: false, fallthrough: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: '1h', setHeaders: neverKeepHtml }));
  router.get(/^\/(?!api\/|ingest\/|assets\/)[^.]*$/, (_request, response) => {
    if (!existsSync(index)) {
      response.status(503).type('text/plain; charset=utf-8').send('页面尚未构建：请运行 npm run build。');
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index, { cacheControl: false });
  });
  return router;
}

function neverKeepHtml(response: { setHeader(name: string, value: string): unknown }, file: string): void {
  if (file.endsWith('.html')) response.setHeader('Cache-Control', 'no-cache');
}
