import { inject } from 'vitest'

// Before any of our modules reads its settings.
process.env['DATABASE_URL'] = inject('appUrl')
process.env['MASTER_KEY'] = inject('masterKey')
process.env['DATA_DIR'] = inject('dataDir')
process.env['LOG_LEVEL'] = 'silent'
