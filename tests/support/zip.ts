/** Small zip files, also broken and hostile ones. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
	readonly path: string;
	readonly content: string | Uint8Array;
	/** Sets the flag of an encrypted entry. */
	readonly isEncrypted?: boolean;
	/** What the directory claims the size to be, where that is a lie. */
	readonly claimedBytes?: number;
}

export function zip(entries: readonly ZipEntry[]): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { path, content, isEncrypted = false, claimedBytes } of entries) {
		const name = Buffer.from(path);
		const bytes = Buffer.from(content);
		const packed = deflateRawSync(bytes);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(0x800 | (isEncrypted ? 1 : 0), 2);
		common.writeUInt16LE(8, 4);
		common.writeUInt32LE(crc32(bytes), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(claimedBytes ?? bytes.length, 18);
		common.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, name]));
		parts.push(local);
		offset += local.length;
	}
	const central = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(entries.length, 4);
	end.writeUInt16LE(entries.length, 6);
	end.writeUInt32LE(central.length, 8);
	end.writeUInt32LE(offset, 12);
	return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
