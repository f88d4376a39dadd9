import type { AccessBook } from '../../config/schema/access.ts';

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** Chinese sentence why the password is too weak (S-1), or null. Length counts characters, not bytes. */
export function passwordProblem(password: string, login: string, book: AccessBook['password']): string | null {
  if ([...password].length < book.minLength) return `密码至少 ${book.minLength} 位`;
  const classes = CLASSES.filter((each) => each.test(password)).length;
  if (classes < book.classes) return `密码须包含大写字母、小写字母、数字、符号中的至少 ${book.classes} 类`;
  if (login.length >= 3 && password.toLowerCase().includes(login.toLowerCase())) return '密码不得包含登录名';
  if (/^(.)\1*$/u.test(password)) return '密码不得为同一字符';
  return null;
}

/** Older than the book allows: to be changed at the next sign-in. */
export function passwordExpired(changedAt: Date, now: Date, book: AccessBook['password']): boolean {
  return now.getTime() - changedAt.getTime() > book.maxAgeDays * 86_400_000;
}
