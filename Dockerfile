# Builds the pages with every tool, then keeps only what runs. One image: `web`, `worker`, `migrate` are its commands.
FROM node:24-slim AS build
WORKDIR /hakku
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json install.mjs ./
COPY prisma/schema.prisma prisma/schema.prisma
COPY prisma.config.ts ./
RUN node install.mjs
COPY . .
# The client again: what was copied may be newer than what was generated above.
RUN node install.mjs && NODE_ENV=production npx next build && rm -rf .next/cache && npm prune --omit=dev

FROM node:24-slim
WORKDIR /hakku
ENV NODE_ENV=production HAKKU_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/var/lib/hakku NEXT_TELEMETRY_DISABLED=1
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/hakku
COPY --from=build /hakku ./
USER node
VOLUME /var/lib/hakku
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "cli/web.ts"]
