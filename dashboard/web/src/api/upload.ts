import { whyNotTaken } from '../attachments.ts';
import { api } from './client.ts';

/** @returns its number @throws Error whose message names the file */
export async function upload(file: File): Promise<string> {
  const why = whyNotTaken(file);
  if (why !== null) throw new Error(`${file.name}：${why}`);
  try {
    return (await api.upload<{ id: string }>('/attachments', file)).id;
  } catch (problem) {
    throw new Error(`${file.name}：${problem instanceof Error ? problem.message : String(problem)}`, {
      cause: problem,
    });
  }
}
