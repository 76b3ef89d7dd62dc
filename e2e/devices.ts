/** What people hold: a phone in Bahasa Indonesia, and the desk's screen. */
export const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'id-ID' },
  desktop: { viewport: { width: 1440, height: 900 }, locale: 'id-ID' },
}
