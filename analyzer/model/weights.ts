import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assetPath } from '../../platform/runtime/assets.ts';
import { AppError } from '../../platform/runtime/errors.ts';
import { z } from 'zod';

const headerSchema = z.object({
  version: z.string(),
  labels: z.array(z.string()),
  /** Names of what the rulebooks say, in the order of their weights. */
  signals: z.array(z.string()),
  grams: z.number().int().positive(),
  fields: z.object({ whole: z.number(), head: z.number(), tail: z.number() }),
  /** Per label: value of one step of a gram's weight, weight of nothing said, and the scale from margin to probability. */
  steps: z.array(z.number()),
  biases: z.array(z.number()),
  scales: z.array(z.object({ slope: z.number(), offset: z.number() })),
  /** Chosen on rows kept aside in turn, see MODEL-CARD.md. */
  bands: z.record(z.string(), z.number()),
  /** How often the lead of a duty was right, see brains/duty.ts. */
  duties: z
    .object({
      slope: z.number(),
      kinds: z.object({ table: z.number(), topic: z.number(), fallback: z.number() }),
      rows: z.record(z.string(), z.number()),
    })
    .optional(),
});
export type WeightsHeader = z.infer<typeof headerSchema>;

export interface Weights {
  header: WeightsHeader;
  /** Open addressing, a power of two: row + 1 of the key that stands here, or 0. */
  slots: Int32Array;
  mask: number;
  keys: Uint32Array;
  /** Rarity of each gram in steps of 1/IDF_STEPS. */
  rarity: Uint8Array;
  /** Row by row, one byte a label, filled up to whole blocks. */
  table: Int8Array;
  /** Signal by signal, one number a label. */
  signalTable: Float32Array;
}

export const IDF_STEPS = 24;
/** Labels are summed so many at a time. */
export const BLOCK = 8;
export const strideOf = (labels: number): number => Math.ceil(labels / BLOCK) * BLOCK;
/** Its last digit is the number of the layout. */
const MAGIC = 'HYL2';
const DIGEST_BYTES = 32;
const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const WEIGHTS_VERSION = 'labels-v2';
export const WEIGHTS_FILE = ['analyzer', 'model', 'labels-v2.bin'] as const;

export type RawWeights = Pick<Weights, 'header' | 'keys' | 'rarity' | 'table' | 'signalTable'>;

/**
 * Magic, length of the header, header as JSON, then keys, signals, rarity and table, and the SHA-256 of all before it: a flipped
 * weight is as good a number as the right one, nothing else would show it. Numbers little-endian. The same weights give the same bytes.
 */
export function encodeWeights({ header, keys, rarity, table, signalTable }: RawWeights): Uint8Array {
  const text = JSON.stringify(header);
  const head = Buffer.from(text + ' '.repeat((4 - (Buffer.byteLength(text) % 4)) % 4));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const bytes = (array: ArrayBufferView): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const parts = [Buffer.from(MAGIC), length, head, bytes(keys), bytes(signalTable), bytes(rarity), bytes(table)];
  const content = Buffer.concat(parts);
  return Buffer.concat([content, digestOf(content)]);
}

/** @throws AppError 'misconfigured' when it is no file of weights or a damaged one */
export function decodeWeights(file: Uint8Array, name: string): Weights {
  const refused = (why: string): AppError =>
    new AppError('misconfigured', `模型文件 ${name} ${why}，请重新安装或重新训练。`);
  const broken = (): AppError => refused('无法读取');
  if (file.length < 8 + DIGEST_BYTES || Buffer.from(file.subarray(0, 4)).toString('latin1') !== MAGIC) throw broken();
  const bytes = Buffer.from(file.subarray(0, -DIGEST_BYTES)); // copied: typed arrays need an aligned start
  if (!digestOf(bytes).equals(file.subarray(-DIGEST_BYTES))) throw refused('已损坏（校验和不符）');
  const headEnd = 8 + bytes.readUInt32LE(4);
  const header = parseHeader(bytes.toString('utf8', 8, headEnd));
  if (!header) throw broken();
  const { grams, labels, signals } = header;
  const sizes = [grams * 4, signals.length * labels.length * 4, grams, grams * strideOf(labels.length)];
  if (bytes.length !== headEnd + sizes.reduce((sum, size) => sum + size, 0)) throw broken();
  let at = headEnd;
  const parts = sizes.map((size) => new Uint8Array(bytes.subarray(at, (at += size))).buffer);
  const keys = new Uint32Array(parts[0]!);
  return {
    header,
    keys,
    signalTable: new Float32Array(parts[1]!),
    rarity: new Uint8Array(parts[2]!),
    table: new Int8Array(parts[3]!),
    ...indexOf(keys),
  };
}

function parseHeader(text: string): WeightsHeader | null {
  try {
    const found = headerSchema.safeParse(JSON.parse(text));
    return found.success ? found.data : null;
  } catch {
    return null; // the caller says which file
  }
}

/** At most 40 % full, so that an unknown key is known as such after one or two looks. */
export function indexOf(keys: Uint32Array): Pick<Weights, 'slots' | 'mask'> {
  let size = 16;
  while (size * 0.4 < keys.length) size *= 2;
  const slots = new Int32Array(size);
  const mask = size - 1;
  keys.forEach((key, row) => {
    let slot = key & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  });
  return { slots, mask };
}

/** The shipped weights (a few MB, some 20 ms). */
export function loadWeights(): Weights {
  const name = WEIGHTS_FILE.join('/');
  try {
    return decodeWeights(readFileSync(assetPath(...WEIGHTS_FILE)), name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new AppError('misconfigured', `模型文件 ${name} 不存在，请重新安装。`);
    throw error;
  }
}
