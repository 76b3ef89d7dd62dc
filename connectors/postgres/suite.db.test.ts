import { describe } from 'vitest'
import { changes } from '../suite/change.ts'
import { checks } from '../suite/check.ts'
import { erases } from '../suite/erase.ts'
import { namesFaults } from '../suite/faults.ts'
import { finds } from '../suite/find.ts'
import { writesMethods } from '../suite/methods.ts'
import { findsObstacles } from '../suite/preflight.ts'
import { keepsValues } from '../suite/types.ts'
import { postgres } from './test-harness.ts'

describe('checks', () => checks(postgres))
describe('finds', () => finds(postgres))
describe('values', () => keepsValues(postgres))
describe('faults', () => namesFaults(postgres))
describe('obstacles', () => findsObstacles(postgres))
describe('erases', () => erases(postgres))
describe('methods', () => writesMethods(postgres))
describe('changes', () => changes(postgres))
