'use client'
export { WholeFaultPage as default } from '#app/_ui/fault-page.client.tsx'
