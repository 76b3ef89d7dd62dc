import { describe } from 'vitest'
import { changes } from '../suite/change.ts'
import { checks } from '../suite/check.ts'
import { erases } from '../suite/erase.ts'
import { namesFaults } from '../suite/faults.ts'
import { finds } from '../suite/find.ts'
import { writesMethods } from '../suite/methods.ts'
import { findsObstacles } from '../suite/preflight.ts'
import { keepsValues } from '../suite/types.ts'
import { mysql } from './test-harness.ts'

describe('checks', () => checks(mysql))
describe('finds', () => finds(mysql))
describe('values', () => keepsValues(mysql))
describe('faults', () => namesFaults(mysql))
describe('obstacles', () => findsObstacles(mysql))
describe('erases', () => erases(mysql))
describe('methods', () => writesMethods(mysql))
describe('changes', () => changes(mysql))
