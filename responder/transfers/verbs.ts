import { copyToUnits, copyToUnitsInput } from './copy-to-units.ts';
import { handOver, handOverInput } from './hand-over.ts';
import { recordReceipt, recordReceiptInput } from './record-receipt.ts';
import { withdrawTransfer, withdrawTransferInput } from './withdraw-transfer.ts';

export const TRANSFER_ACTS = {
  'copy-to-units': copyToUnits,
  'hand-over': handOver,
  'record-receipt': recordReceipt,
  'withdraw-transfer': withdrawTransfer,
} as const;
export const TRANSFER_INPUTS = {
  'copy-to-units': copyToUnitsInput,
  'hand-over': handOverInput,
  'record-receipt': recordReceiptInput,
  'withdraw-transfer': withdrawTransferInput,
} as const;
