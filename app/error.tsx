'use client'
export { FaultPage as default } from '#app/_ui/fault-page.client.tsx'
