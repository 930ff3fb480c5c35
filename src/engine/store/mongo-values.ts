import { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID } from "mongodb";

const HEX_ID = /^[0-9a-f]{24}$/;
const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Python writes a time without a zone as UTC; JavaScript would read it as local. */
const ZONED = /(?:Z|[+-]\d\d:?\d\d)$/;

/** An id as the portal stores it: an ObjectId where it is 24 hex digits, else the string. */
export function idValue(id: string): ObjectId | string {
  return HEX_ID.test(id) ? new ObjectId(id) : id;
}

/** A session's id as the portal stores it: a BSON UUID (subtype 4). */
export function uuidValue(id: string): UUID | string {
  return UUID_TEXT.test(id) ? new UUID(id) : id;
}

/** Every form in which another writer may have stored this id; to be sought with `$in`. */
export function idForms(id: string): (ObjectId | Binary | string)[] {
  if (HEX_ID.test(id)) return [new ObjectId(id), id];
  if (!UUID_TEXT.test(id)) return [id];
  const uuid = new UUID(id);
  return [uuid, id, new Binary(uuid.buffer, Binary.SUBTYPE_UUID_OLD)];
}

/** A BSON value in the terms of our schemas: ids and UUIDs as strings, dates as ISO strings, numbers as numbers. */
export function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Binary) return isUuid(value) ? uuidText(value) : value;
  if (value instanceof Long || value instanceof Decimal128) return Number(value.toString());
  if (value instanceof Int32 || value instanceof Double) return value.valueOf();
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** A time in the ISO form of our schemas, where another writer may have stored a string of its own; what is no time stays what it is. */
export function isoTime(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const time = new Date(ZONED.test(value) ? value : `${value}Z`);
  return Number.isNaN(time.getTime()) ? value : time.toISOString();
}

/** Subtype 3 is how older PyMongo stored UUIDs, in the same order of bytes. */
function isUuid({ sub_type: type, position }: Binary): boolean {
  return position === 16 && (type === Binary.SUBTYPE_UUID || type === Binary.SUBTYPE_UUID_OLD);
}

function uuidText(value: Binary): string {
  const hex = Buffer.from(value.value()).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
