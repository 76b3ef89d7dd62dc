import { redirect } from 'next/navigation'

export default function Desk() {
  redirect('/desk/requests')
}
